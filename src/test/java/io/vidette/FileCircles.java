package io.vidette;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds files of a package that use each other, also by way of others. */
final class FileCircles {
    private final Map<String, Set<String>> uses;

    private FileCircles(Map<String, Set<String>> uses) {
        this.uses = uses;
    }

    /** Names of the files of each circle, in alphabetical order. */
    static List<Set<String>> in(JavaClasses classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> targets = uses.computeIfAbsent(file(type), key -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().equals(type.getPackageName())
                        && !file(target).equals(file(type))) {
                    targets.add(file(target));
                }
            });
        }
        return new FileCircles(uses).all();
    }

    /** The full name of the top-level class, which its file is named after. */
    static String file(JavaClass type) {
        String name = type.getName();
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    /** Two files are in one circle if each reaches the other. */
    private List<Set<String>> all() {
        Map<String, Set<String>> reached = new HashMap<>();
        uses.keySet().forEach(file -> reached.put(file, reach(file)));
        return uses.keySet().stream()
                .filter(file -> of(reached, file).contains(file))
                .map(file -> of(reached, file).stream()
                        .filter(other -> of(reached, other).contains(file))
                        .collect(Collectors.<String, Set<String>>toCollection(TreeSet::new)))
                .distinct()
                .toList();
    }

    private static Set<String> of(Map<String, Set<String>> reached, String file) {
        return reached.getOrDefault(file, Set.of());
    }

    private Set<String> reach(String start) {
        Set<String> seen = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(uses.getOrDefault(start, Set.of()));
        while (!next.isEmpty()) {
            String file = next.remove();
            if (seen.add(file)) {
                next.addAll(uses.getOrDefault(file, Set.of()));
            }
        }
        return seen;
    }
}
