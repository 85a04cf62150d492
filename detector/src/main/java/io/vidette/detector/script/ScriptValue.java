package io.vidette.detector.script;

/**
 * What an expression gives, as far as the check must know it.
 *
 * @param name class of a module, path of a namespace, else empty
 */
record ScriptValue(Kind kind, String name) {
    /** Tensors, numbers, lists and all that a call returns. */
    static final ScriptValue DATA = new ScriptValue(Kind.DATA, "");
    /** An operator that is on the list, or a method of the program. */
    static final ScriptValue CALLABLE = new ScriptValue(Kind.CALLABLE, "");

    /** What it is. */
    enum Kind {
        DATA,
        CALLABLE,
        MODULE,
        NAMESPACE
    }

    static ScriptValue module(String type) {
        return new ScriptValue(Kind.MODULE, type);
    }

    /** A name that only stands before a dot: {@code torch}, {@code ops}, {@code ops.prim}, {@code __torch__.a}. */
    static ScriptValue namespace(String path) {
        return new ScriptValue(Kind.NAMESPACE, path);
    }
}
