package dev.referrers.api;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a caller or a subclass sees of one class, a line for itself and for each member. Left out is
 * what every object has, and what a record has by its components.
 */
final class TypeLines {

  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  private final Class<?> type;

  TypeLines(Class<?> type) {
    this.type = type;
  }

  static boolean isVisible(Class<?> type) {
    return isVisible(type.getModifiers())
        && !type.isAnonymousClass()
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  Stream<String> all() {
    Stream<String> members =
        Stream.of(
                Arrays.stream(type.getDeclaredFields()).filter(this::isShown).map(TypeLines::field),
                Arrays.stream(type.getDeclaredConstructors())
                    .filter(made -> isShown(made) && !isCanonical(made))
                    .map(TypeLines::constructor),
                methods().filter(this::isShownMethod).map(TypeLines::method))
            .flatMap(lines -> lines);
    String name = TypeText.of(type);
    return Stream.concat(
        Stream.of(name + ": " + header()), members.sorted().map(line -> name + ": " + line));
  }

  private String header() {
    return modifiers(type.getModifiers() & ~implied())
        + (type.isSealed() ? "sealed " : "")
        + kind()
        + TypeText.variables(type)
        + components()
        + above()
        + permitted();
  }

  private String kind() {
    if (type.isAnnotation()) {
      return "@interface";
    }
    if (type.isInterface()) {
      return "interface";
    }
    return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
  }

  /** Modifiers that the kind of type brings with it. */
  private int implied() {
    if (type.isInterface()) {
      return Modifier.ABSTRACT | Modifier.STATIC;
    }
    return type.isEnum() || type.isRecord() ? Modifier.FINAL | Modifier.STATIC : 0;
  }

  private String components() {
    if (!type.isRecord()) {
      return "";
    }
    return Arrays.stream(type.getRecordComponents())
        .map(each -> TypeText.of(each.getAnnotatedType()) + " " + each.getName())
        .collect(joining(", ", "(", ")"));
  }

  private String above() {
    AnnotatedType parent = type.getAnnotatedSuperclass();
    String extended =
        parent == null || type.isEnum() || type.isRecord() || parent.getType() == Object.class
            ? ""
            : " extends " + TypeText.of(parent);
    AnnotatedType[] interfaces = type.getAnnotatedInterfaces();
    String are = type.isInterface() ? " extends " : " implements ";
    return extended + (interfaces.length == 0 ? "" : are + TypeText.list(interfaces));
  }

  private String permitted() {
    if (!type.isSealed()) {
      return "";
    }
    return Arrays.stream(type.getPermittedSubclasses())
        .filter(TypeLines::isVisible)
        .map(TypeText::of)
        .sorted()
        .collect(joining(", ", " permits ", ""));
  }

  /** With those that it inherits from what a caller can't see. */
  private Stream<Method> methods() {
    Stream<Method> inherited =
        Arrays.stream(type.getMethods())
            .filter(method -> method.getDeclaringClass() != type)
            .filter(method -> !isVisible(method.getDeclaringClass()));
    return Stream.concat(Arrays.stream(type.getDeclaredMethods()), inherited);
  }

  private boolean isShown(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private boolean isShownMethod(Method method) {
    return isShown(method)
        && !OF_EVERY_OBJECT.contains(method.getName())
        && !(type.isEnum() && Set.of("values", "valueOf").contains(method.getName()))
        && !(type.isRecord() && isAccessor(method));
  }

  private boolean isAccessor(Method method) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getAccessor)
        .anyMatch(method::equals);
  }

  private boolean isCanonical(Constructor<?> constructor) {
    return type.isRecord()
        && List.of(constructor.getParameterTypes())
            .equals(
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toList());
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String field(Field field) {
    return field.isEnumConstant()
        ? field.getName()
        : modifiers(field.getModifiers())
            + TypeText.of(field.getAnnotatedType())
            + " "
            + field.getName();
  }

  private static String constructor(Constructor<?> constructor) {
    return modifiers(constructor.getModifiers())
        + variables(constructor)
        + "new"
        + TypeText.parameters(constructor)
        + errors(constructor);
  }

  private static String method(Method method) {
    return modifiers(method.getModifiers())
        + (method.isDefault() ? "default " : "")
        + variables(method)
        + TypeText.of(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + TypeText.parameters(method)
        + errors(method);
  }

  private static String variables(Executable code) {
    String variables = TypeText.variables(code);
    return variables.isEmpty() ? "" : variables + " ";
  }

  private static String errors(Executable code) {
    AnnotatedType[] errors = code.getAnnotatedExceptionTypes();
    return errors.length == 0 ? "" : " throws " + TypeText.list(errors);
  }

  /** Those that a caller can tell. */
  private static String modifiers(int modifiers) {
    int told =
        Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
    String text = Modifier.toString(modifiers & told);
    return text.isEmpty() ? "" : text + " ";
  }
}
