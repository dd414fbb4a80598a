package dev.referrers.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.referrers.architecture.Reflection.useReflection;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A native image needs no metadata for these classes. */
@AnalyzeClasses(packages = "dev.referrers", importOptions = DoNotIncludeTests.class)
class ReflectionTest {

  @ArchTest static final ArchRule isNotUsed = noClasses().should(useReflection());

  /** Its adapters reflect; its reader and writer do not. */
  @ArchTest
  static final ArchRule ofMoshiOnlyTheReaderAndTheWriterAreUsed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("com.squareup.moshi.Moshi")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("com.squareup.moshi.JsonAdapter");
}
