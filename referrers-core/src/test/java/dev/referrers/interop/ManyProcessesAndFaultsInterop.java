package dev.referrers.interop;

/** The same at full size: four processes with 50 publications each. */
class ManyProcessesAndFaultsInterop extends ManyProcessesTest {

  ManyProcessesAndFaultsInterop() {
    super(4, 50);
  }
}
