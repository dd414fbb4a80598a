package dev.referrers.bundle.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.referrers.bundle.internal.sigstore.TufClient;

@AnalyzeClasses(packages = "dev.referrers.bundle", importOptions = DoNotIncludeTests.class)
class SigstoreJavaTest {

  @ArchTest
  static final ArchRule isKnownToOneClass =
      noClasses()
          .that()
          .doNotBelongToAnyOf(TufClient.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.sigstore..", "com.google..");

  /**
   * Its bundles, verifiers and clients of services are not for us, and what they need is left out.
   */
  @ArchTest
  static final ArchRule isATufClientOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sigstore",
              "dev.sigstore.bundle..",
              "dev.sigstore.fulcio..",
              "dev.sigstore.rekor..",
              "dev.sigstore.timestamp..",
              "dev.sigstore.trustroot..");
}
