package dev.referrers.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a caller can see names the JDK, our public packages, Okio's bytes and streams, and {@code
 * OkHttpClient}; nothing of Moshi, Kotlin or {@code internal}.
 */
final class ShowPromisedTypes extends ArchCondition<JavaClass> {

  private static final Set<String> FOREIGN = Set.of("okhttp3.OkHttpClient");

  ShowPromisedTypes() {
    super("show only promised types to callers");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (Packages.isInternal(type) || !isVisible(type)) {
      return;
    }
    Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
        .flatMap(ShowPromisedTypes::named)
        .filter(seen -> !isPromised(seen) && isVisible(seen))
        .forEach(seen -> report(type, type.getDescription(), seen, events));
    type.getMembers().stream()
        .filter(ShowPromisedTypes::isVisible)
        .forEach(member -> check(type, member, events));
  }

  private static void check(JavaClass type, JavaMember member, ConditionEvents events) {
    Stream.concat(member.getAllInvolvedRawTypes().stream(), thrown(member))
        .map(JavaClass::getBaseComponentType)
        .filter(seen -> !isPromised(seen))
        .forEach(seen -> report(type, member.getDescription(), seen, events));
  }

  private static void report(JavaClass type, String place, JavaClass seen, ConditionEvents events) {
    events.add(SimpleConditionEvent.violated(type, place + " shows " + seen.getName()));
  }

  private static Stream<JavaClass> thrown(JavaMember member) {
    return member instanceof JavaCodeUnit code ? code.getExceptionTypes().stream() : Stream.of();
  }

  private static Stream<JavaClass> named(JavaType type) {
    return type.getAllInvolvedRawTypes().stream();
  }

  private static boolean isPromised(JavaClass type) {
    String name = type.getPackageName();
    return type.isPrimitive()
        || name.startsWith("java.")
        || name.startsWith("javax.net.")
        || name.equals("okio")
        || FOREIGN.contains(type.getName())
        || (Packages.isOurs(type) && !Packages.isInternal(type));
  }

  private static boolean isVisible(JavaClass type) {
    Optional<JavaClass> outer = type.getEnclosingClass();
    return isVisible((HasModifiers) type) && (outer.isEmpty() || isVisible(outer.get()));
  }

  private static boolean isVisible(HasModifiers item) {
    Set<JavaModifier> modifiers = item.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }
}
