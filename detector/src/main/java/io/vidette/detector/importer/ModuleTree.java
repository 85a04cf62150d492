package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.Pickled.Text;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.network.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A pickled {@code torch.nn.Module}: its tensors by their state-dict names. Refuses modules that compute something which
 * the network description does not tell, such as another activation.
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
            "Conv2d",
            "BatchNorm2d",
            "SiLU",
            "C3",
            "Bottleneck",
            "SPPF",
            "MaxPool2d",
            "Concat",
            "Upsample",
            "Detect",
            "Identity");

    private final Map<String, TensorRef> tensors = new LinkedHashMap<>();
    private int modules;

    private ModuleTree() {}

    static Map<String, TensorRef> tensors(Instance root) {
        ModuleTree tree = new ModuleTree();
        tree.visit(root, "", 0);
        return tree.tensors;
    }

    private void visit(Instance module, String prefix, int depth) {
        // Counted, because a pickle may put one module in many places, and those in many again.
        if (depth > MAX_DEPTH || ++modules > MAX_MODULES) {
            throw new MalformedArchiveException("its modules are nested too deep or too many");
        }
        String kind = module.type().name();
        if (!KNOWN.contains(kind)) {
            String place = prefix.isEmpty() ? "its model" : "layer " + prefix.substring(0, prefix.length() - 1);
            throw new MalformedArchiveException(place + " is a " + module.type() + ", which is not supported");
        }
        if (kind.equals("BatchNorm2d")
                && module.attribute("eps").filter(ModuleTree::isUsualEpsilon).isEmpty()) {
            throw new MalformedArchiveException("layer " + prefix + " does not have YOLOv5's eps of 0.001");
        }
        collect(module, "_parameters", prefix);
        collect(module, "_buffers", prefix);
        for (Map.Entry<Pickled, Pickled> child : children(module, "_modules").entrySet()) {
            if (child.getKey() instanceof Text name && child.getValue() instanceof Instance inner) {
                visit(inner, prefix + name.value() + ".", depth + 1);
            }
        }
    }

    private static boolean isUsualEpsilon(Pickled eps) {
        return eps instanceof Pickled.Real real && real.value() == Operation.BatchNorm.EPSILON;
    }

    private void collect(Instance module, String attribute, String prefix) {
        for (Map.Entry<Pickled, Pickled> entry : children(module, attribute).entrySet()) {
            if (entry.getKey() instanceof Text name) {
                TensorRef.of(entry.getValue()).ifPresent(ref -> tensors.put(prefix + name.value(), ref));
            }
        }
    }

    private static Map<Pickled, Pickled> children(Instance module, String attribute) {
        return module.attribute(attribute).orElse(Pickled.None.NONE) instanceof Dict dict ? dict.entries() : Map.of();
    }
}
