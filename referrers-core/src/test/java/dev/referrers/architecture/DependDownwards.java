package dev.referrers.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** No class depends on one of a package above its own. */
final class DependDownwards extends ArchCondition<JavaClass> {

  DependDownwards() {
    super("depend on packages at their level or below");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    int level = Packages.level(type);
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      if (Packages.isOurs(target) && Packages.level(target) > level) {
        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
      }
    }
  }
}
