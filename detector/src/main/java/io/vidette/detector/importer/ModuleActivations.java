package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.network.Activation;
import io.vidette.detector.network.NetworkSpec;
import org.jspecify.annotations.Nullable;

/**
 * The activations of a pickled model: one for all its convolutions, and one for where the ways of {@code BottleneckCSP}
 * meet. They changed over the years while the descriptions stayed the same, so only the modules tell.
 */
final class ModuleActivations {
    private static final String CSP = "BottleneckCSP";

    private @Nullable Found convolutions;
    private @Nullable Found crossStage;

    private record Found(Activation activation, String layer) {}

    /**
     * Notes one.
     *
     * @param kind of the module that applies it
     * @param prefix of that module's tensors
     */
    void add(String kind, String prefix, Instance module) {
        Found found = new Found(read(prefix, module), prefix.substring(0, Math.max(0, prefix.length() - 1)));
        if (kind.equals(CSP)) {
            crossStage = same(crossStage, found);
        } else {
            convolutions = same(convolutions, found);
        }
    }

    private static Activation read(String prefix, Instance module) {
        Activation activation = Activation.ofTorch(module.type().name())
                .orElseThrow(() -> new MalformedArchiveException(
                        "layer " + prefix + "act is a " + module.type() + ", which is not supported"));
        // A program of TorchScript has the slope in its code; no YOLO has another.
        if (activation == Activation.LEAKY_RELU
                && module.attribute("negative_slope").orElse(new Pickled.Real(Activation.LEAK))
                        instanceof Pickled.Real leak
                && leak.value() != Activation.LEAK) {
            throw new MalformedArchiveException("layer " + prefix + "act is a LeakyReLU with a slope of " + leak.value()
                    + ", not YOLO's " + Activation.LEAK);
        }
        return activation;
    }

    private static Found same(@Nullable Found before, Found now) {
        if (before != null && before.activation() != now.activation()) {
            throw new MalformedArchiveException("layer " + now.layer() + " applies "
                    + now.activation().torchName() + " and layer " + before.layer() + " "
                    + before.activation().torchName() + "; only one for all convolutions is known");
        }
        return now;
    }

    NetworkSpec applyTo(NetworkSpec network) {
        return network.withActivations(
                convolutions == null ? network.activation() : convolutions.activation(),
                crossStage == null ? network.cspActivation() : crossStage.activation());
    }
}
