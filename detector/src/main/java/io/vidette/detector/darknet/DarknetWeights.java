package io.vidette.detector.darknet;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.archive.WholeFile;
import io.vidette.detector.darknet.DarknetOrder.Block;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.ParameterSpec;
import io.vidette.detector.network.Value;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes Darknet's {@code .weights}: a header, then 32-bit floats without names or shapes. The cfg alone says what they are,
 * so their number is compared with what its layers take before any is read.
 */
public final class DarknetWeights {
    private final DarknetOrder order;

    private DarknetWeights(NetworkSpec spec) {
        order = DarknetOrder.of(spec);
    }

    /**
     * A network with all its weights.
     *
     * @param header of the file
     */
    public record Whole(DarknetHeader header, Network network) {}

    /**
     * The first layers of a network, from which training can start.
     *
     * @param layers how many have their weights: all before this index
     * @param state their tensors by name
     */
    public record Backbone(DarknetHeader header, int layers, Map<String, Tensor> state) {
        public Backbone {
            state = Map.copyOf(state);
        }
    }

    /**
     * Reads the weights of a whole network.
     *
     * @throws MalformedArchiveException naming the layer in which the file ends, or that holds a number that cannot be
     *     used; or how many numbers there are too many
     * @throws NetworkException when the network is none of Darknet's
     */
    public static Whole read(Path file, NetworkSpec spec) throws IOException {
        DarknetWeights weights = new DarknetWeights(spec);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            DarknetHeader header = DarknetHeader.read(in);
            weights.requireAll(numbers(file, header));
            Map<String, Tensor> state = state(in, weights.order.blocks());
            Network network = new Network(weights.order.graph(), weights.completed(state));
            return new Whole(header, network);
        }
    }

    /**
     * Reads the header alone, and refuses a file that is not as long as the weights of the whole network.
     *
     * @throws MalformedArchiveException as {@link #read}
     */
    public static DarknetHeader check(Path file, NetworkSpec spec) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DarknetHeader header = DarknetHeader.read(in);
            new DarknetWeights(spec).requireAll(numbers(file, header));
            return header;
        }
    }

    /**
     * Reads the weights of the first layers, such as {@code darknet53.conv.74}, or of all.
     *
     * @throws MalformedArchiveException as {@link #read}, but a file may end behind any layer
     */
    public static Backbone readBackbone(Path file, NetworkSpec spec) throws IOException {
        DarknetWeights weights = new DarknetWeights(spec);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            DarknetHeader header = DarknetHeader.read(in);
            List<Block> blocks = weights.whole(numbers(file, header));
            int layers = blocks.size() == weights.order.blocks().size()
                    ? spec.layers().size()
                    : weights.order.blocks().get(blocks.size()).layer();
            return new Backbone(header, layers, state(in, blocks));
        }
    }

    /**
     * Writes the weights of a whole network; what {@link #read} gave becomes the same bytes. Anchors are the cfg's and
     * are not written.
     *
     * @throws NetworkException when the network is none of Darknet's
     */
    public static void write(Path file, NetworkSpec spec, Whole whole) throws IOException {
        DarknetOrder order = DarknetOrder.of(spec);
        WholeFile.write(file, out -> {
            out.write(whole.header().toBytes());
            for (Block block : order.blocks()) {
                for (ParameterSpec parameter : block.tensors()) {
                    out.write(bytes(whole.network().tensor(parameter.name())));
                }
            }
        });
    }

    private static byte[] bytes(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.toFloats());
        return bytes.array();
    }

    private static long numbers(Path file, DarknetHeader header) throws IOException {
        long bytes = Files.size(file) - header.bytes();
        if (bytes < 0 || bytes % Float.BYTES != 0) {
            throw new MalformedArchiveException("behind its header are " + bytes + " bytes, no multiple of 4");
        }
        return bytes / Float.BYTES;
    }

    /** The layers that a file of so many numbers holds; one that ends within a layer, or behind all, is refused. */
    private List<Block> whole(long numbers) {
        long before = 0;
        for (int i = 0; i < order.blocks().size(); i++) {
            Block block = order.blocks().get(i);
            if (before == numbers) {
                return order.blocks().subList(0, i);
            }
            if (before + block.numbers() > numbers) {
                throw new MalformedArchiveException("the weights end in " + block.name() + ": it takes "
                        + block.numbers() + " numbers, and " + (numbers - before) + " are left of " + numbers
                        + "; the cfg takes " + order.numbers());
            }
            before += block.numbers();
        }
        if (numbers > before) {
            throw new MalformedArchiveException("the weights go on behind the last layer: the cfg takes " + before
                    + " numbers, and there are " + numbers + "; is this the cfg that they were trained with?");
        }
        return order.blocks();
    }

    private void requireAll(long numbers) {
        List<Block> there = whole(numbers);
        if (there.size() < order.blocks().size()) {
            throw new MalformedArchiveException("the weights end before "
                    + order.blocks().get(there.size()).name() + ": the cfg takes " + order.numbers()
                    + " numbers, and there are " + numbers
                    + "; a backbone alone can start a training, but finds nothing");
        }
    }

    private static Map<String, Tensor> state(InputStream in, List<Block> blocks) throws IOException {
        Map<String, Tensor> state = new HashMap<>();
        for (Block block : blocks) {
            for (ParameterSpec parameter : block.tensors()) {
                state.put(parameter.name(), tensor(in, block, parameter));
            }
        }
        return state;
    }

    private static Tensor tensor(InputStream in, Block block, ParameterSpec parameter) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(parameter.elements() * Float.BYTES)];
        new DataInputStream(in).readFully(bytes);
        float[] numbers = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        boolean variance = parameter.name().endsWith("running_var");
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i]) || (variance && numbers[i] < 0)) {
                throw new MalformedArchiveException(block.name() + ": number " + i + " of " + parameter.name() + " is "
                        + numbers[i] + (variance ? ", which is not a variance" : ", so the weights are unusable"));
            }
        }
        return Tensor.ofFloats(parameter.shape(), numbers);
    }

    /** Adds what a file of Darknet does not hold: counters from zero, and the anchors in cells. */
    private Map<String, Tensor> completed(Map<String, Tensor> read) {
        Map<String, Tensor> state = new HashMap<>(read);
        Operation.Decode decode = order.graph().decode();
        for (ParameterSpec parameter : order.graph().parameters()) {
            if (parameter.role() == ParameterSpec.Role.COUNTER) {
                state.put(parameter.name(), Tensor.ofLongs(List.of(), new long[1]));
            }
        }
        String anchors = decode.path() + ".anchors";
        for (ParameterSpec parameter : order.graph().parameters()) {
            if (parameter.name().equals(anchors)) {
                state.put(anchors, Tensor.ofFloats(parameter.shape(), cells(decode.head(), decode.inputs())));
            }
        }
        return state;
    }

    private static float[] cells(Head head, List<Value> maps) {
        float[] cells = new float[maps.size() * head.anchorsPerLevel() * 2];
        int next = 0;
        for (int level = 0; level < maps.size(); level++) {
            for (double pixels : head.anchors().get(level)) {
                cells[next++] = (float) (pixels / maps.get(level).stride());
            }
        }
        return cells;
    }
}
