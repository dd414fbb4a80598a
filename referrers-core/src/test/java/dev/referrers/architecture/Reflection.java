package dev.referrers.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.lang.ArchCondition;
import java.io.ObjectInputStream;
import java.util.ServiceLoader;

/** What a native image needs metadata for, in the words of a rule for any module. */
public final class Reflection {

  private Reflection() {}

  public static ArchCondition<JavaClass> useReflection() {
    return dependOnClassesThat(
            DescribedPredicate.or(
                Predicates.resideInAPackage("java.lang.reflect.."),
                Predicates.belongToAnyOf(ServiceLoader.class, ObjectInputStream.class)))
        .or(callMethod(Class.class, "forName", String.class))
        .or(callMethod(Class.class, "getResourceAsStream", String.class))
        .as("use reflection");
  }
}
