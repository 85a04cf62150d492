package io.vidette.detector.archive;

import java.util.List;
import java.util.Set;

/**
 * The names a checkpoint may mention. Nothing is ever looked up or called, so this is no sandbox: it is there so that a
 * file that was made to attack Python users is refused with an error instead of being converted.
 */
final class AllowedGlobals {
    private static final List<String> PACKAGES =
            List.of("torch.", "__torch__.", "models.", "utils.", "yolov5.", "ultralytics.");
    /** Classes of C++, whose state a program would set. */
    private static final String NATIVE_CLASSES = "__torch__.torch.classes.";

    private static final Set<String> BUILTINS = Set.of(
            "set", "frozenset", "list", "dict", "tuple", "int", "float", "bool", "complex", "bytearray", "slice");
    private static final Set<String> NAMES = Set.of(
            "collections.OrderedDict",
            "argparse.Namespace",
            "pathlib.Path",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "_codecs.encode",
            "numpy.dtype",
            "numpy.ndarray",
            "numpy.core.multiarray.scalar",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray.scalar",
            "numpy._core.multiarray._reconstruct");

    private AllowedGlobals() {}

    static boolean allows(String module, String name) {
        if (module.equals("builtins") || module.equals("__builtin__")) {
            return BUILTINS.contains(name);
        }
        String full = module + "." + name;
        if (full.startsWith(NATIVE_CLASSES)) {
            return false;
        }
        return NAMES.contains(full) || PACKAGES.stream().anyMatch(full::startsWith);
    }
}
