/** An application of modules. */
module com.example.app {
  requires dev.referrers;
  requires dev.referrers.bundle;
  requires dev.referrers.cosign;
  requires dev.referrers.testing;
}
