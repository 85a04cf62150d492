package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.Pickled.Text;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Operation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A pickled {@code torch.nn.Module}: its tensors by their state-dict names, and the activations of its blocks, of which
 * descriptions say nothing. Refuses modules that compute something else.
 */
final class ModuleTree {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_MODULES = 20_000;
    /** Class names without their package, which moved over the years. */
    private static final Set<String> KNOWN = Set.of(
            "Model",
            "DetectionModel",
            "Sequential",
            "ModuleList",
            "Conv",
            "DWConv",
            "Focus",
            "Conv2d",
            "BatchNorm2d",
            "SiLU",
            "Hardswish",
            "LeakyReLU",
            "ReLU",
            "ReLU6",
            "Mish",
            "C3",
            "Bottleneck",
            "BottleneckCSP",
            "SPP",
            "SPPF",
            "MaxPool2d",
            "ZeroPad2d",
            "Concat",
            "Upsample",
            "Detect",
            "Identity");

    /** Eager modules keep what is in them in dictionaries of their own, those of TorchScript as plain attributes. */
    private final boolean script;

    private final Map<String, TensorRef> tensors = new LinkedHashMap<>();
    private final ModuleActivations activations = new ModuleActivations();
    private int modules;

    private ModuleTree(boolean script) {
        this.script = script;
    }

    /** The tree of a module that {@code torch.save} pickled. */
    static ModuleTree of(Instance root) {
        ModuleTree tree = new ModuleTree(false);
        tree.visit(root, "", 0);
        return tree;
    }

    /** The tree of a TorchScript program. */
    static ModuleTree ofScript(Instance root) {
        ModuleTree tree = new ModuleTree(true);
        tree.visit(root, "", 0);
        return tree;
    }

    Map<String, TensorRef> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** The network with the activations found here, where there are any. */
    NetworkSpec withActivations(NetworkSpec network) {
        return activations.applyTo(network);
    }

    private void visit(Instance module, String prefix, int depth) {
        // Counted, because a pickle may put one module in many places, and those in many again.
        if (depth > MAX_DEPTH || ++modules > MAX_MODULES) {
            throw new MalformedArchiveException("its modules are nested too deep or too many");
        }
        String kind = module.type().name();
        if (!KNOWN.contains(kind)) {
            throw new MalformedArchiveException(place(prefix) + " is a " + module.type() + ", which is not supported");
        }
        // In TorchScript it is a constant of the program; Ultralytics' exports have it folded into the convolution.
        if (!script
                && kind.equals("BatchNorm2d")
                && module.attribute("eps").filter(ModuleTree::isUsualEpsilon).isEmpty()) {
            throw new MalformedArchiveException(place(prefix) + " does not have YOLOv5's eps of 0.001");
        }
        collect(script ? module.attributes() : children(module, "_parameters"), prefix);
        collect(script ? Map.of() : children(module, "_buffers"), prefix);
        Map<Pickled, Pickled> inner = script ? module.attributes() : children(module, "_modules");
        for (Map.Entry<Pickled, Pickled> child : inner.entrySet()) {
            if (child.getKey() instanceof Text name && child.getValue() instanceof Instance value && isModule(value)) {
                if (name.value().equals("act")) {
                    activations.add(kind, prefix, value);
                }
                visit(value, prefix + name.value() + ".", depth + 1);
            }
        }
    }

    private static String place(String prefix) {
        return prefix.isEmpty() ? "its model" : "layer " + prefix.substring(0, prefix.length() - 1);
    }

    /** Rather than the outcome of a call, such as a tensor. */
    private boolean isModule(Instance value) {
        return !script || value.type().module().startsWith("__torch__");
    }

    private static boolean isUsualEpsilon(Pickled eps) {
        return eps instanceof Pickled.Real real && real.value() == Operation.BatchNorm.EPSILON;
    }

    private void collect(Map<Pickled, Pickled> values, String prefix) {
        for (Map.Entry<Pickled, Pickled> entry : values.entrySet()) {
            if (entry.getKey() instanceof Text name) {
                TensorRef.of(entry.getValue()).ifPresent(ref -> tensors.put(prefix + name.value(), ref));
            }
        }
    }

    private static Map<Pickled, Pickled> children(Instance module, String attribute) {
        return module.attribute(attribute).orElse(Pickled.None.NONE) instanceof Dict dict ? dict.entries() : Map.of();
    }
}
