package dev.referrers.internal.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads challenges as registries write them, which is not always as RFC 9110 has it: blanks around
 * {@code =}, values without quotes, quotes that nobody closes. One pass over the text.
 */
final class ChallengeParser {

  /** Longer headers are passed over; real ones have some hundred characters. */
  private static final int MAX_LENGTH = 1 << 14;

  private final List<Challenge> challenges = new ArrayList<>();
  private final String text;
  private int at;
  private String scheme = "";
  private Map<String, String> params = new LinkedHashMap<>();

  private ChallengeParser(String text) {
    this.text = text;
  }

  static List<Challenge> parse(List<String> headers) {
    var challenges = new ArrayList<Challenge>();
    int left = MAX_LENGTH;
    for (String header : headers) {
      if (header.length() <= left) {
        left -= header.length();
        challenges.addAll(new ChallengeParser(header).parse());
      }
    }
    return challenges;
  }

  private List<Challenge> parse() {
    while (at < text.length()) {
      String word = word();
      if (word.isEmpty()) {
        at++;
      } else {
        item(word);
      }
    }
    end();
    return challenges;
  }

  /**
   * A word is a parameter's name before {@code =}, else the scheme of a new challenge. A token68,
   * as {@code NTLM} and {@code Negotiate} have, becomes one that nobody knows.
   */
  private void item(String word) {
    skipBlanks();
    if (next('=')) {
      at++;
      skipBlanks();
      String value = next('"') ? quoted() : bare();
      params.putIfAbsent(word.toLowerCase(Locale.ROOT), value);
    } else {
      begin(word);
    }
  }

  private void begin(String word) {
    end();
    scheme = word.toLowerCase(Locale.ROOT);
    params = new LinkedHashMap<>();
  }

  private void end() {
    if (!scheme.isEmpty()) {
      challenges.add(new Challenge(scheme, params));
    }
  }

  private String word() {
    int start = at;
    while (at < text.length() && "=,\"".indexOf(text.charAt(at)) < 0 && !isBlank(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String bare() {
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && !isBlank(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    var value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    at++;
    return value.toString();
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private boolean next(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
