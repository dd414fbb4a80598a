package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.CredentialException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTokenTest {

  @Test
  void signsTheAddressAsProof_orElseTheSubject() throws CredentialException {
    var person = parse("{\"iss\":\"i\",\"sub\":\"1\",\"exp\":7,\"email\":\"a@example.org\"}");
    var machine = parse("{\"iss\":\"i\",\"sub\":\"repo:acme/api\",\"exp\":7}");

    assertThat(person.challenge().utf8()).isEqualTo("a@example.org");
    assertThat(machine.challenge().utf8()).isEqualTo("repo:acme/api");
    assertThat(machine.expiry()).isEqualTo(Instant.ofEpochSecond(7));
  }

  @Test
  void takesTheIssuerThatAnotherReliedOn() throws CredentialException {
    var token =
        parse(
            "{\"iss\":\"https://oauth2.sigstore.dev/auth\",\"sub\":\"1\",\"exp\":7,"
                + "\"federated_claims\":{\"connector_id\":\"https://accounts.google.com\"}}");

    assertThat(token.issuers())
        .containsExactlyInAnyOrder(
            "https://oauth2.sigstore.dev/auth", "https://accounts.google.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"secret\",\"exp\":7}",
        "{\"iss\":\"secret\",\"exp\":7}",
        "{\"iss\":\"i\",\"sub\":\"secret\"}",
        "{\"iss\":\"i\",\"sub\":\"1\",\"exp\":\"secret\"}",
        "{\"iss\":\"i\",\"sub\":\"1\",\"exp\":9223372036854775807}",
        "secret"
      })
  void refusesOthers_withoutTellingWhatIsInThem(String claims) {
    assertThatThrownBy(() -> parse(claims))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "Credentials from identity token: expected claims with iss, sub and exp but there are"
                + " none")
        .hasNoCause();
  }

  @Test
  void refusesWhatIsNoToken() {
    assertThatThrownBy(() -> IdentityToken.parse("secret.secret"))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "Credentials from identity token: expected three parts between dots but there are 2");
  }

  @Test
  void keepsTheTokenOutOfItsText() throws CredentialException {
    var token = parse("{\"iss\":\"i\",\"sub\":\"1\",\"exp\":7}");

    assertThat(token).hasToString("identity token of 1");
  }

  private static IdentityToken parse(String claims) throws CredentialException {
    return IdentityToken.parse(TestServices.token(claims) + "\n");
  }
}
