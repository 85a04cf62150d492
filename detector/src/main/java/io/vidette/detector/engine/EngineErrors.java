package io.vidette.detector.engine;

import java.util.List;

/** What the engine says, in one line. */
final class EngineErrors {
    private EngineErrors() {}

    /** Of an error in a program PyTorch tells first where it was, and in the last line what it was. */
    static String line(Exception e) {
        List<String> lines = String.valueOf(e.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        boolean inProgram = lines.size() > 1 && lines.get(0).contains("TorchScript interpreter");
        return lines.isEmpty() ? e.toString() : lines.get(inProgram ? lines.size() - 1 : 0);
    }
}
