package io.vidette.detector.weights;

import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.importer.ExportConfig;
import java.io.IOException;

/** An open archive by what Vidette does with it. */
sealed interface WeightsArchive {
    /** The archive, which stays open. */
    TorchArchive archive();

    /** Calls the function for its kind. */
    <T> T map(Step<Compiled, T> compiled, Step<Export, T> export, Step<Foreign, T> foreign) throws IOException;

    /** A function that reads files. */
    interface Step<A, T> {
        /** Calls it. */
        T run(A archive) throws IOException;
    }

    /** Reads only as much of an archive as is needed to determine its kind. */
    static WeightsArchive of(TorchArchive archive) throws IOException {
        if (CompiledModel.isOne(archive)) {
            return new Compiled(archive);
        }
        return ExportConfig.of(archive)
                .<WeightsArchive>map(config -> new Export(archive, config))
                .orElseGet(() -> new Foreign(archive));
    }

    /** A {@code best.pt} of Vidette. */
    record Compiled(TorchArchive archive) implements WeightsArchive {
        @Override
        public <T> T map(Step<Compiled, T> compiled, Step<Export, T> export, Step<Foreign, T> foreign)
                throws IOException {
            return compiled.run(this);
        }
    }

    /** An export of a newer model, which is served as it is. */
    record Export(TorchArchive archive, ExportConfig config) implements WeightsArchive {
        @Override
        public <T> T map(Step<Compiled, T> compiled, Step<Export, T> export, Step<Foreign, T> foreign)
                throws IOException {
            return export.run(this);
        }
    }

    /** Weights of another tool, of which a {@code best.pt} can be made. */
    record Foreign(TorchArchive archive) implements WeightsArchive {
        @Override
        public <T> T map(Step<Compiled, T> compiled, Step<Export, T> export, Step<Foreign, T> foreign)
                throws IOException {
            return foreign.run(this);
        }
    }
}
