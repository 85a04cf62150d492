package io.vidette.detector.torch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A TorchScript archive loaded into the engine.
 *
 * <p>Threading: {@link #run} from any number of threads at once; {@link #close} once no call is running, because closing
 * under a running call frees memory that it reads.
 */
public final class Program implements AutoCloseable {
    /** How long the end of the process waits for what runs. */
    private static final int EXIT_SECONDS = 5;
    /** Shared by all that run; at the end of the process one takes it and keeps it. */
    private static final ReadWriteLock RUNNING = new ReentrantReadWriteLock();

    private static final AtomicBoolean HOOKED = new AtomicBoolean();

    private final Model model;

    private Program(Model model) {
        this.model = model;
    }

    /** Loads an archive for the processor. */
    public static Program load(Path archive) throws IOException, MalformedModelException {
        return load(archive, Device.cpu());
    }

    /**
     * Loads an archive.
     *
     * @param device that its weights go to; where there is a card, the engine's own default would be that
     *
     * @throws MalformedModelException when the engine does not know an operator that the program uses
     */
    public static Program load(Path archive, Device device) throws IOException, MalformedModelException {
        Model model = Model.newInstance(archive.getFileName().toString(), device, "PyTorch");
        try {
            model.load(archive);
            return new Program(model);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** A scope for the arrays of one call, to be closed after it: they lie in the host's memory. */
    public NDManager newScope() {
        return newScope(Device.cpu());
    }

    /** The same with arrays on a device. */
    public NDManager newScope(Device device) {
        return model.getNDManager().newSubManager(device);
    }

    /** Runs {@code forward}; the outcome belongs to the scope. */
    public NDArray run(NDManager scope, NDArray... inputs) {
        RUNNING.readLock().lock();
        try {
            return model.getBlock()
                    .forward(new ParameterStore(scope, false), new NDList(inputs), false)
                    .get(0);
        } finally {
            RUNNING.readLock().unlock();
        }
    }

    /**
     * Makes the exit of the process wait for running calls, and blocks new ones: PyTorch's library frees its state
     * at the exit, and a call that still runs then crashes. Only for programs that are ended by Ctrl-C;
     * a node stops in order and needs to run while it does.
     */
    public static void finishAtExit() {
        if (HOOKED.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(Program::takeForGood, "finish-inference"));
        }
    }

    @SuppressWarnings("LockNotBeforeTry") // never given back
    private static void takeForGood() {
        try {
            RUNNING.writeLock().tryLock(EXIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs another method than {@code forward}; the outcome belongs to the scope. */
    public NDArray call(NDManager scope, String method, NDArray input) {
        // DJL takes the method from the name of an additional input, whose content is ignored.
        NDArray name = scope.create(0f);
        name.setName("module_method:" + method);
        return run(scope, input, name);
    }

    @Override
    public void close() {
        model.close();
    }
}
