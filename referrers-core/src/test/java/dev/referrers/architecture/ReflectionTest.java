package dev.referrers.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.ServiceLoader;

/** A native image needs no metadata for these classes. */
@AnalyzeClasses(packages = "dev.referrers", importOptions = DoNotIncludeTests.class)
class ReflectionTest {

  @ArchTest
  static final ArchRule isNotUsed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.reflect..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ServiceLoader.class, ObjectInputStream.class)
          .orShould()
          .callMethod(Class.class, "forName", String.class)
          .orShould()
          .callMethod(Class.class, "getResourceAsStream", String.class);

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
