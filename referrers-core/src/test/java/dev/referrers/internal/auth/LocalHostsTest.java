package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalHostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "registry.localhost",
        "localhost.",
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "0.1.2.3",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.0.0.1.",
        "010.0.0.1",
        "256.1.1.1"
      })
  void namesThisMachineOrItsNetwork(String host) {
    assertThat(LocalHosts.isLocal(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth.docker.io",
        "registry.example",
        "localhost.example",
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "1.0x7f.example",
        "10.example",
        "2606:4700::1111",
        "registry",
        "0xab.com"
      })
  void namesAnythingElse(String host) {
    assertThat(LocalHosts.isLocal(host)).isFalse();
  }
}
