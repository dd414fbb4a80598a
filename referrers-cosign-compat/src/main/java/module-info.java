/** Signatures and attestations under cosign's tags, and cosign's key files. */
module dev.referrers.cosign {
  requires transitive dev.referrers;
  requires static org.jspecify;
  requires org.bouncycastle.provider;

  exports dev.referrers.cosign;
}
