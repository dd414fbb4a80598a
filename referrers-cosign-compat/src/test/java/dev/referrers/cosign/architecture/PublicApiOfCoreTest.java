package dev.referrers.cosign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.referrers.cosign", importOptions = DoNotIncludeTests.class)
class PublicApiOfCoreTest {

  @ArchTest
  static final ArchRule isAllThatIsUsed =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.referrers.internal..");

  @ArchTest
  static final ArchRule bundlesAreNotKnownHere =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.referrers.bundle..");
}
