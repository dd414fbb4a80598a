package dev.referrers.interop;

/** The same at full size: four processes with 50 publications each. */
class ManyProcessesAndFaultsInterop extends ManyProcessesTest {

  @Override
  int processes() {
    return 4;
  }

  @Override
  int publications() {
    return 50;
  }
}
