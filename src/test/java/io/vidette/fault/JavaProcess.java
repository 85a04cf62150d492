package io.vidette.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class of the class path in a process of its own, which can be stopped, killed and frozen. Its log goes to a file. */
public final class JavaProcess implements AutoCloseable {
    /** For starting and stopping on a machine that does other things too. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it. */
    public static JavaProcess start(Path log, Class<?> main, List<String> virtualMachine, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // Starts in half the time, and several of these share few cores.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // The product's own, not that of the tests.
                "-Dlog4j2.configurationFile=log4j2.xml",
                "-Dvidette.kafkaTraces=full"));
        command.addAll(virtualMachine);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(log, command, Map.of());
    }

    /**
     * Starts the {@code vidette} of a source tree, as it is built there.
     *
     * @param virtualMachine options beside its own
     */
    public static JavaProcess launch(Path log, Path launcher, List<String> virtualMachine, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        return start(log, command, Map.of("VIDETTE_JAVA_OPTS", String.join(" ", virtualMachine)));
    }

    private static JavaProcess start(Path log, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            // As ./vidette sets it, which says why.
            builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(environment);
            return new JavaProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the operating system. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no hook runs, no buffer is flushed. */
    public void kill() {
        end(process.destroyForcibly());
    }

    /** SIGTERM, and the exit code. */
    public int stop() {
        process.destroy();
        return end(process);
    }

    /** SIGSTOP: it stands still, and its peers cannot tell it from one that is cut off. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int end(Process ending) {
        try {
            if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + ending.pid() + " does not end");
            }
            return ending.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last lines of its log. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return log + ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return log + ": " + e;
        }
    }

    /** Where its log goes. */
    /** What its threads do now, or why that cannot be told. */
    public String stacks() {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jstack");
        try {
            Process stack = new ProcessBuilder(tool.toString(), Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start();
            return new String(stack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no " + tool + ": " + e;
        }
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        kill();
    }
}
