/** Publishes, finds and verifies what is attached to the images of OCI registries. */
// Okio and Moshi have a stable name and no module-info
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.referrers {
  requires com.squareup.moshi;
  requires transitive okhttp3;
  requires transitive okio;
  requires static transitive org.jspecify;

  exports dev.referrers;
  exports dev.referrers.attestation;
  exports dev.referrers.error;
  exports dev.referrers.json;
  exports dev.referrers.key;
  exports dev.referrers.manifest;
  exports dev.referrers.oci;
  exports dev.referrers.repository;
  exports dev.referrers.transport;
}
