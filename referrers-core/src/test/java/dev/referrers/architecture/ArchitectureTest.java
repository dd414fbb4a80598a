package dev.referrers.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = Packages.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesDependOnLowerOnesOnly = classes().should(new DependDownwards());

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().assignedFrom(new Packages()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule signaturesShowOnlyWhatWePromise = classes().should(new ShowPromisedTypes());
}
