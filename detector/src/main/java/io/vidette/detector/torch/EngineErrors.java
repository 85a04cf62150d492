package io.vidette.detector.torch;

import java.util.List;

/** What the engine says, in one line. */
public final class EngineErrors {
    /** Of an operator that is missing PyTorch names every device that has it. */
    private static final int LONGEST = 240;

    private EngineErrors() {}

    /** Of an error in a program PyTorch tells first where it was, and in the last line what it was. */
    public static String line(Exception e) {
        List<String> lines = String.valueOf(e.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        boolean inProgram = lines.size() > 1 && lines.get(0).contains("TorchScript interpreter");
        String line = lines.isEmpty() ? e.toString() : lines.get(inProgram ? lines.size() - 1 : 0);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
