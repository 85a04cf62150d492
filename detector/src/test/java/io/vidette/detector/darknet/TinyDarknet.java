package io.vidette.detector.darknet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A Darknet network that the tests make: every kind of section, two levels, and weights for any cfg. */
public final class TinyDarknet {
    public static final List<String> CLASSES = List.of("cat", "dog", "bird");

    public static final String CFG = """
            [net]
            # Testing
            batch=1
            width=64
            height=64
            channels=3
            momentum=0.9

            [convolutional]
            batch_normalize=1
            filters=8
            size=3
            stride=2
            pad=1
            activation=leaky

            [convolutional]
            batch_normalize=1
            filters=8
            groups=8
            size=3
            stride=1
            pad=1
            activation=mish

            [shortcut]
            from=-2
            activation=linear

            [dropout]
            probability=.1

            [route]
            layers=-1
            groups=2
            group_id=1

            [convolutional]
            batch_normalize=1
            filters=16
            size=3
            stride=2
            pad=1
            activation=swish

            [maxpool]
            size=2
            stride=1

            [convolutional]
            filters=16
            size=1
            stride=1
            pad=1   # has no effect
            activation=linear

            [yolo]
            mask = 2,3
            anchors = 4,5,  8,7,  16,19,  30,25
            classes=3
            num=4
            scale_x_y = 1.05
            ignore_thresh = .7

            [route]
            layers = -3

            [upsample]
            stride=2

            [route]
            layers = -1, 2

            [convolutional]
            filters=16
            size=1
            stride=1
            pad=1
            activation=linear

            [yolo]
            mask = 0,1
            anchors = 4,5,  8,7,  16,19,  30,25
            classes=3
            num=4
            """;

    private TinyDarknet() {}

    public static DarknetCfg cfg() {
        return DarknetCfg.read(CFG, "tiny", Optional.of(CLASSES));
    }

    /** Weights that keep the numbers of deep networks within bounds, the same for each seed. */
    public static byte[] weights(DarknetCfg cfg, long seed) {
        Random random = new Random(seed);
        DarknetOrder order = DarknetOrder.of(cfg.spec());
        byte[] header = new DarknetHeader(0, 2, 5, 32_013_312L).toBytes();
        ByteBuffer out = ByteBuffer.allocate(header.length + (int) order.numbers() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(header);
        for (DarknetOrder.Block block : order.blocks()) {
            for (var parameter : block.tensors()) {
                List<Integer> shape = parameter.shape();
                int inputs = shape.size() == 4 ? shape.get(1) * shape.get(2) * shape.get(3) : 1;
                // Residual layers add to each other, so the rest must lose a little.
                double spread = shape.size() == 4 ? Math.sqrt(1.0 / inputs) : 0.1;
                boolean nearOne = parameter.name().endsWith("bn.weight")
                        || parameter.name().endsWith("running_var");
                for (long i = 0; i < parameter.elements(); i++) {
                    double noise = (random.nextFloat() - 0.5) * Math.sqrt(12);
                    out.putFloat((float) (nearOne ? 1 + 0.2 * noise : spread * noise));
                }
            }
        }
        return out.array();
    }

    public static Path writeWeights(Path file, DarknetCfg cfg, long seed) throws IOException {
        return Files.write(file, weights(cfg, seed));
    }
}
