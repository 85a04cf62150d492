package io.vidette.detector.torch;

import java.util.List;

/** What the engine says, in one line. */
public final class EngineErrors {
    /** For a missing operator, PyTorch lists every device that has it, which is too long for a message. */
    private static final int LONGEST = 240;

    private EngineErrors() {}

    /** The message in one line. For an error in a program, PyTorch gives the place first and the cause last. */
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
