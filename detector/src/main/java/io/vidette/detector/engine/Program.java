package io.vidette.detector.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A TorchScript archive loaded into the engine.
 *
 * <p>Threading: {@link #run} from any number of threads at once; {@link #close} once no call is running, because closing
 * under a running call frees memory that it reads.
 */
final class Program implements AutoCloseable {
    private final Model model;

    private Program(Model model) {
        this.model = model;
    }

    /**
     * Loads an archive.
     *
     * @throws MalformedModelException when the engine does not know an operator that the program uses
     */
    static Program load(Path archive) throws IOException, MalformedModelException {
        Model model = Model.newInstance(archive.getFileName().toString(), "PyTorch");
        try {
            model.load(archive);
            return new Program(model);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** A scope for the arrays of one call, to be closed after it. */
    NDManager newScope() {
        return model.getNDManager().newSubManager();
    }

    /** Runs {@code forward}; the outcome belongs to the scope. */
    NDArray run(NDManager scope, NDArray... inputs) {
        return model.getBlock()
                .forward(new ParameterStore(scope, false), new NDList(inputs), false)
                .get(0);
    }

    /** Runs another method than {@code forward}; the outcome belongs to the scope. */
    NDArray call(NDManager scope, String method, NDArray input) {
        // How DJL is told of a method: by the name of one more input, whose content counts for nothing.
        NDArray name = scope.create(0f);
        name.setName("module_method:" + method);
        return run(scope, input, name);
    }

    @Override
    public void close() {
        model.close();
    }
}
