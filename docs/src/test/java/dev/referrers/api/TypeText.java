package dev.referrers.api;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types as the API text writes them: with their arguments, and whether they may be null. */
final class TypeText {

  private TypeText() {}

  static String of(AnnotatedType type) {
    return (type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "") + bare(type);
  }

  static String of(Class<?> type) {
    return type.getTypeName().replace('$', '.').replaceFirst("^java\\.lang\\.(?=[A-Z])", "");
  }

  static String list(AnnotatedType[] types) {
    return Arrays.stream(types).map(TypeText::of).collect(joining(", "));
  }

  /** {@code "(A, B...)"}. */
  static String parameters(Executable code) {
    String all = list(code.getAnnotatedParameterTypes());
    return "(" + (code.isVarArgs() ? all.replaceFirst("\\[]$", "...") : all) + ")";
  }

  /** {@code "<T extends A>"}, or nothing. */
  static String variables(GenericDeclaration declaration) {
    return Arrays.stream(declaration.getTypeParameters())
        .map(TypeText::declared)
        .reduce((one, other) -> one + ", " + other)
        .map(all -> "<" + all + ">")
        .orElse("");
  }

  private static String declared(TypeVariable<?> variable) {
    List<String> bounds =
        Arrays.stream(variable.getAnnotatedBounds())
            .map(TypeText::of)
            .filter(bound -> !bound.equals("Object"))
            .toList();
    return variable + (bounds.isEmpty() ? "" : " extends " + String.join(" & ", bounds));
  }

  private static String bare(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType generic) {
      Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
      return of(raw) + "<" + list(generic.getAnnotatedActualTypeArguments()) + ">";
    }
    if (type instanceof AnnotatedArrayType array) {
      return of(array.getAnnotatedGenericComponentType()) + "[]";
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      return wildcard(wildcard);
    }
    return type.getType() instanceof Class<?> plain ? of(plain) : type.getType().getTypeName();
  }

  private static String wildcard(AnnotatedWildcardType wildcard) {
    if (wildcard.getAnnotatedLowerBounds().length > 0) {
      return "? super " + list(wildcard.getAnnotatedLowerBounds());
    }
    String upper = list(wildcard.getAnnotatedUpperBounds());
    return upper.equals("Object") ? "?" : "? extends " + upper;
  }
}
