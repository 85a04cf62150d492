package io.vidette.detector.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tests a PyTorch with CUDA in a separate process. A partially loaded library cannot be unloaded, and a broken one may
 * end the process. This process is not affected and can still use Vidette's own library on the CPU.
 */
public final class CudaProbe {
    private static final String ANSWER = "vidette-probe: ";
    private static final String WORKS = "works";
    /** The first call to a card may compile its kernels, which takes minutes. */
    private static final int SECONDS = 300;

    /** What has been tried already, for programs that load several models. */
    private static final Set<List<String>> WORKING = ConcurrentHashMap.newKeySet();

    private CudaProbe() {}

    /**
     * Computes something on each card.
     *
     * @throws NoCudaException when the library does not load, or a card does not compute
     */
    public static void check(Libtorch libtorch, List<ComputeDevice.Cuda> cards) throws NoCudaException {
        List<String> command = command(libtorch, cards);
        if (WORKING.contains(command)) {
            return;
        }
        String answer;
        try {
            answer = ask(command);
        } catch (IOException e) {
            throw new NoCudaException("PyTorch with CUDA cannot be tried: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoCudaException("interrupted while PyTorch with CUDA was tried", e);
        }
        if (!answer.equals(WORKS)) {
            throw new NoCudaException("PyTorch with CUDA in " + libtorch.folder() + " does not work: " + answer
                    + "; install it again as docs/gpu.md says, or update NVIDIA's driver");
        }
        WORKING.add(command);
    }

    private static List<String> command(Libtorch libtorch, List<ComputeDevice.Cuda> cards) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CudaProbe.class.getName(),
                libtorch.folder().toString()));
        cards.forEach(card -> command.add(Integer.toString(card.number())));
        return command;
    }

    private static String ask(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        Thread guard = new Thread(() -> endAfterTime(process), "detect-cuda-probe");
        guard.setDaemon(true);
        guard.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            Optional<String> answer = output.lines()
                    .filter(line -> line.startsWith(ANSWER))
                    .map(line -> line.substring(ANSWER.length()))
                    .findFirst();
            return answer.orElse("it ended the process that tried it with " + code);
        } finally {
            process.destroyForcibly();
            guard.interrupt();
        }
    }

    private static void endAfterTime(Process process) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The other process: the folder, then the numbers of the cards. */
    public static void main(String[] arguments) {
        String answer;
        try {
            Engine engine = Djl.start(new Libtorch(Path.of(arguments[0])));
            for (int i = 1; i < arguments.length; i++) {
                compute(engine, Integer.parseInt(arguments[i]));
            }
            answer = WORKS;
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e instanceof UserError && e.getCause() != null ? e.getCause() : e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            answer = String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
        }
        System.out.println(ANSWER + answer);
        System.out.flush();
        // The library takes itself apart at the end, which a broken one may not survive.
        Runtime.getRuntime().halt(0);
    }

    private static void compute(Engine engine, int card) {
        try (NDManager scope = engine.newBaseManager(Device.gpu(card))) {
            float sum = scope.ones(new Shape(8, 8), DataType.FLOAT32)
                    .matMul(scope.ones(new Shape(8, 8), DataType.FLOAT32))
                    .sum()
                    .getFloat();
            if (sum != 8 * 8 * 8) {
                throw new IllegalStateException("cuda:" + card + " computes wrongly");
            }
        }
    }
}
