package dev.referrers.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands on the command line: words, and options with or without a value. */
final class Arguments {

  private final List<String> words = new ArrayList<>();
  private final Map<String, List<String>> options = new HashMap<>();

  private Arguments() {}

  /**
   * Reads a command line.
   *
   * @param known the names of the options and whether they take a value; those of {@link Site} are
   *     known to all
   * @throws IllegalArgumentException for an unknown option, or one without its value
   */
  static Arguments parse(List<String> args, Map<String, Boolean> known) {
    var parsed = new Arguments();
    requireText(args);
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("-")) {
        parsed.words.add(arg);
        continue;
      }
      Boolean takesValue = known.getOrDefault(arg, Site.OPTIONS.get(arg));
      if (takesValue == null) {
        // without what follows a =, which may be a secret
        throw new IllegalArgumentException("unknown option " + arg.replaceFirst("=.*", ""));
      }
      if (takesValue && (i + 1 == args.size() || args.get(i + 1).startsWith("--"))) {
        throw new IllegalArgumentException("option " + arg + " needs a value");
      }
      parsed
          .options
          .computeIfAbsent(arg, name -> new ArrayList<>())
          .add(takesValue ? args.get(++i) : "");
    }
    return parsed;
  }

  /** The JVM decodes arguments by the locale, and puts U+FFFD for what is no text there. */
  private static void requireText(List<String> args) {
    for (String arg : args) {
      if (arg.indexOf('\uFFFD') >= 0) {
        throw new IllegalArgumentException(
            "argument " + arg + " is no text in this locale; try LC_ALL=C.UTF-8");
      }
    }
  }

  /** The words, of which there have to be as many. */
  List<String> words(int least, int most) {
    if (words.size() < least || words.size() > most) {
      throw new IllegalArgumentException(
          "needs "
              + (least == most ? least : least + " to " + most)
              + " arguments but has "
              + words.size());
    }
    return words;
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  /** The last value of the option; null when it was not given. */
  @Nullable String value(String option) {
    List<String> values = values(option);
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }

  List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** The last value of the option, which has to be there. */
  String required(String option) {
    String value = value(option);
    if (value == null) {
      throw new IllegalArgumentException("needs " + option);
    }
    return value;
  }

  /** The last value of the option, a number. */
  int number(String option, int fallback) {
    String value = value(option);
    if (value == null) {
      return fallback;
    }
    if (!value.matches("[0-9]{1,6}")) {
      throw new IllegalArgumentException("option " + option + " needs a number but has " + value);
    }
    return Integer.parseInt(value);
  }

  /** The values of the option, each of the form k=v. */
  Map<String, String> pairs(String option) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String value : values(option)) {
      int equals = value.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(option + " needs the form k=v but has " + value);
      }
      pairs.put(value.substring(0, equals), value.substring(equals + 1));
    }
    return pairs;
  }

  /** The last value of the option, which has to be one of these. */
  String oneOf(String option, String fallback, List<String> allowed) {
    String value = value(option);
    if (value == null) {
      return fallback;
    }
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          "option " + option + " needs one of " + String.join(", ", allowed) + " but has " + value);
    }
    return value;
  }
}
