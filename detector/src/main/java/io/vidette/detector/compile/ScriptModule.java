package io.vidette.detector.compile;

import io.vidette.detector.archive.PickleWriter;
import io.vidette.detector.archive.ScriptArchiveWriter;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.ParameterSpec;
import io.vidette.detector.network.ParameterSpec.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors as nested TorchScript modules that hold nothing but them, so that each keeps its state-dict name, around one
 * root whose methods do the work.
 */
final class ScriptModule {
    /** Class of the root module. */
    static final String ROOT = "__torch__.Yolo";

    private final Network network;
    private final Node root = new Node();
    private final StringBuilder code = new StringBuilder();
    private final PickleWriter pickle = new PickleWriter();
    private final List<Tensor> storages = new ArrayList<>();

    /** A module: its tensors and the modules within it, by name. */
    private static final class Node {
        private final Map<String, Node> children = new LinkedHashMap<>();
        private final Map<String, ParameterSpec> tensors = new LinkedHashMap<>();
    }

    private ScriptModule(Network network) {
        this.network = network;
        for (ParameterSpec parameter : network.graph().parameters()) {
            String[] path = parameter.name().split("\\.", -1);
            Node node = root;
            for (int i = 0; i < path.length - 1; i++) {
                node = node.children.computeIfAbsent(path[i], name -> new Node());
            }
            node.tensors.put(path[path.length - 1], parameter);
        }
    }

    /**
     * Writes the archive.
     *
     * @param methods of the root, in the dialect of {@code torch.jit.save}, each line indented for the class body
     */
    static void write(Network network, String methods, Map<String, String> extras, Path file) throws IOException {
        ScriptModule module = new ScriptModule(network);
        module.declare(module.root, ROOT);
        module.code.append(methods);
        module.pickle(module.root, ROOT);
        ScriptArchiveWriter.write(file, module.pickle.finish(), module.code.toString(), module.storages, extras);
    }

    /** Writes the archive of a program without weights. */
    static void write(String methods, Path file) throws IOException {
        PickleWriter pickle = new PickleWriter();
        pickle.beginObject("__torch__", ROOT.substring("__torch__.".length()));
        pickle.text("training");
        pickle.bool(false);
        pickle.endObject();
        String code = "class " + ROOT.substring("__torch__.".length())
                + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + methods;
        ScriptArchiveWriter.write(file, pickle.finish(), code, List.of(), Map.of());
    }

    /** The expression for a module, such as {@code getattr((self).model, "0")}. */
    static Term reference(String path) {
        Term module = Term.SELF;
        for (String name : path.split("\\.", -1)) {
            module = module.attribute(name);
        }
        return module;
    }

    private static boolean isIdentifier(String name) {
        return !Character.isDigit(name.charAt(0));
    }

    private void declare(Node node, String type) {
        node.children.forEach((name, child) -> declare(child, type + "_" + name));
        code.append("class ").append(type.substring("__torch__.".length())).append("(Module):\n");
        code.append("  __parameters__ = [").append(names(node, true)).append("]\n");
        code.append("  __buffers__ = [").append(names(node, false)).append("]\n");
        node.tensors.keySet().forEach(name -> code.append("  ").append(name).append(" : Tensor\n"));
        code.append("  training : bool\n");
        for (String name : node.children.keySet()) {
            String target = isIdentifier(name) ? name : "__annotations__[\"" + name + "\"]";
            String separator = isIdentifier(name) ? " : " : " = ";
            code.append("  ").append(target).append(separator);
            code.append(type).append('_').append(name).append('\n');
        }
    }

    private static String names(Node node, boolean learned) {
        StringBuilder names = new StringBuilder();
        node.tensors.forEach((name, parameter) -> {
            if ((parameter.role() == Role.LEARNED) == learned) {
                names.append('"').append(name).append("\", ");
            }
        });
        return names.toString();
    }

    private void pickle(Node node, String type) {
        pickle.beginObject("__torch__", type.substring("__torch__.".length()));
        node.tensors.forEach((name, parameter) -> {
            pickle.text(name);
            Tensor tensor = network.tensor(parameter.name());
            pickle.tensor(tensor, Integer.toString(storages.size()), parameter.role() == Role.LEARNED);
            storages.add(tensor);
        });
        pickle.text("training");
        pickle.bool(false);
        node.children.forEach((name, child) -> {
            pickle.text(name);
            pickle(child, type + "_" + name);
        });
        pickle.endObject();
    }
}
