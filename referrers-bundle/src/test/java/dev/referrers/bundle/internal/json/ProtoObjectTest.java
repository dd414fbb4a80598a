package dev.referrers.bundle.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoObjectTest {

  @ParameterizedTest
  @CsvSource({
    "rawBytes, rawBytes",
    "raw_bytes, rawBytes",
    "x509_certificate_chain, x509CertificateChain",
    "rfc3161_timestamps, rfc3161Timestamps",
    "raw_Bytes, raw_Bytes",
    "raw__bytes, raw__bytes",
    "_raw, _raw",
    "raw_, raw_"
  })
  void namesMembersInCamelCase(String spelled, String name) throws Exception {
    assertThat(read("{\"" + spelled + "\":1}", ProtoObjectTest::nameOfTheFirst)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\""})
  void takesNullAndNothingForAbsence(String value) throws Exception {
    String json = "{\"m\":" + value + "}";

    assertThat(read(json, ProtoObject.stringOf("m"))).isEmpty();
    assertThatThrownBy(() -> read(json, ProtoObject.bytesOf("m")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Message: expected a value but was missing at $.m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+/-_", "A===", "A A=", "QQ==\\n"})
  void refusesWhatIsNoBase64(String text) {
    assertThatThrownBy(() -> read("{\"m\":\"" + text + "\"}", ProtoObject.bytesOf("m")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Message: expected base64 but was not at $.m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+/8=", "+/8", "-_8=", "-_8"})
  void readsBase64OfEitherAlphabet(String text) throws Exception {
    assertThat(read("{\"m\":\"" + text + "\"}", ProtoObject.bytesOf("m")))
        .isEqualTo(ByteString.decodeHex("fbff"));
  }

  @Test
  void refusesUnknownMembersInTwoSpellings() {
    assertThatThrownBy(() -> read("{\"aB\":1,\"a_b\":1}", ProtoObject.stringOf("m")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Message: expected every member once but this one is there in two spellings at $.a_b");
  }

  @Test
  void refusesNullInLists() {
    ProtoBody<List<ByteString>> body =
        object -> {
          object.nextName();
          return object.bytesList(2);
        };

    assertThatThrownBy(() -> read("{\"m\":[\"QQ==\",null]}", body))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Message: expected a string but was null at $.m[1]");
  }

  private static String nameOfTheFirst(ProtoObject object) throws IOException {
    String name = String.valueOf(object.nextName());
    object.skip();
    return name;
  }

  private static <T> T read(String json, ProtoBody<T> body) throws MalformedContentException {
    return ProtoObject.read("Message", ByteString.encodeUtf8(json), body);
  }
}
