package dev.referrers.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** Our packages and their order, each a slice of its own. */
final class Packages implements SliceAssignment {

  static final String ROOT = "dev.referrers";

  private static final String INTERNAL = ROOT + ".internal";

  /** Lowest first. {@link #INTERNAL} stands for all its packages that are not named. */
  private static final List<String> ORDER =
      List.of(
          INTERNAL + ".text",
          ROOT + ".oci",
          ROOT + ".error",
          ROOT + ".json",
          ROOT + ".manifest",
          ROOT + ".transport",
          ROOT + ".repository",
          ROOT + ".attestation",
          ROOT + ".key",
          INTERNAL,
          ROOT);

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  static boolean isInternal(JavaClass type) {
    return type.getPackageName().startsWith(INTERNAL + ".");
  }

  /**
   * Place in the order, from 0.
   *
   * @throws AssertionError for a package that the order doesn't name
   */
  static int level(JavaClass type) {
    int level = ORDER.indexOf(type.getPackageName());
    if (level < 0 && isInternal(type)) {
      level = ORDER.indexOf(INTERNAL);
    }
    if (level < 0) {
      throw new AssertionError("Package " + type.getPackageName() + " has no place in the order");
    }
    return level;
  }

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass type) {
    return isOurs(type) ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
  }

  @Override
  public String getDescription() {
    return "packages";
  }
}
