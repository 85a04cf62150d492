package io.vidette;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which packages of a module may use which others of it. A line is a package, an arrow, and the packages that it uses; the
 * lines are complete: an arrow that is missing and one that is no longer needed are both reported.
 */
final class PackageArrows extends ArchCondition<JavaClass> {
    private static final String ROOT = "io.vidette.";

    private final Map<String, Set<String>> allowed = new TreeMap<>();
    private final Map<String, Set<String>> found = new TreeMap<>();

    private PackageArrows(String lines) {
        super("use only the packages of their module that are listed");
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::add);
    }

    /** The packages that the lines list, such as {@code topology.zone -> config}. */
    static PackageArrows of(String lines) {
        return new PackageArrows(lines);
    }

    private void add(String line) {
        String[] sides = line.split("->", -1);
        String from = sides[0].strip();
        Set<String> targets = new TreeSet<>();
        for (String target : sides[1].strip().split("\\s+", -1)) {
            if (!target.isEmpty()) {
                targets.add(module(from) + "." + target);
            }
        }
        allowed.put(from, targets);
    }

    @Override
    public void init(Collection<JavaClass> all) {
        found.clear();
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (type.getSimpleName().equals("package-info")) {
            return;
        }
        String from = name(type);
        Set<String> targets = found.computeIfAbsent(from, key -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().forEach(dependency -> {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            String to = name(target);
            if (target.getPackageName().startsWith(ROOT)
                    && !to.equals(from)
                    && module(to).equals(module(from))) {
                targets.add(to);
                if (!allowed.getOrDefault(from, Set.of()).contains(to)) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            }
        });
    }

    @Override
    public void finish(ConditionEvents events) {
        Set<String> packages = new TreeSet<>(allowed.keySet());
        packages.addAll(found.keySet());
        for (String name : packages) {
            Set<String> unused = new TreeSet<>(allowed.getOrDefault(name, Set.of()));
            unused.removeAll(found.getOrDefault(name, Set.of()));
            if (!unused.isEmpty()) {
                events.add(
                        SimpleConditionEvent.violated(name, name + " no longer uses " + unused + ": drop the arrow"));
            }
            if (!allowed.containsKey(name) || !found.containsKey(name)) {
                events.add(SimpleConditionEvent.violated(
                        name, name + " is " + (found.containsKey(name) ? "not listed" : "listed and does not exist")));
            }
        }
    }

    private static String name(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
    }

    private static String module(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** Packages that have more source files than this, each with their number. */
    static List<String> largerThan(int files, JavaClasses classes) {
        Map<String, Set<String>> byPackage = new TreeMap<>();
        classes.forEach(type -> byPackage
                .computeIfAbsent(type.getPackageName(), key -> new TreeSet<>())
                .add(FileCircles.file(type)));
        List<String> large = new ArrayList<>();
        byPackage.forEach((name, all) -> {
            if (all.size() > files) {
                large.add(name + ": " + all.size() + " files");
            }
        });
        return large;
    }
}
