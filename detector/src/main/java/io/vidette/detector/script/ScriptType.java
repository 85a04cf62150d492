package io.vidette.detector.script;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A class of modules in a program: its fields, with the class of those that are modules, and its methods. */
final class ScriptType {
    private final Map<String, String> modules = new HashMap<>();
    private final Set<String> data = new HashSet<>();
    private final Set<String> methods = new HashSet<>();

    /** Declares a field; a type that is no class of the program is data. */
    void field(String name, String type) {
        if (type.startsWith("__torch__.")) {
            modules.put(name, type);
        } else {
            data.add(name);
        }
    }

    void method(String name) {
        methods.add(name);
    }

    /** The value of an attribute of such a module; empty where there is none. */
    Optional<ScriptValue> attribute(String name) {
        Optional<ScriptValue> module = Optional.ofNullable(modules.get(name)).map(ScriptValue::module);
        if (module.isPresent()) {
            return module;
        }
        if (methods.contains(name)) {
            return Optional.of(ScriptValue.CALLABLE);
        }
        return data.contains(name) ? Optional.of(ScriptValue.DATA) : Optional.empty();
    }
}
