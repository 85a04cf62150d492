package io.vidette.detector.darknet;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.LayerSpec;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network of a Darknet cfg. Its layers are the sections behind {@code [net]}, one for one and with Darknet's
 * numbers, and one more that decodes the boxes of all {@code [yolo]} sections.
 *
 * @param width pixels of the input; Darknet squashes a picture to {@code width} by {@code height}
 * @param letterbox whether Darknet keeps the picture's shape and fills the rest instead
 */
public record DarknetCfg(NetworkSpec spec, int width, int height, boolean letterbox) {
    private static final int MAX_SIDE = 4096;

    /**
     * Reads the text of a cfg.
     *
     * @param name of the network
     * @param names of the classes, where they are known; else they are numbered
     * @throws NetworkException naming the line that is broken, unknown, or would change the numbers in a way that is not
     *     supported
     */
    public static DarknetCfg read(String text, String name, Optional<List<String>> names) {
        List<CfgSection> sections = CfgText.sections(text);
        if (sections.isEmpty()
                || !List.of("net", "network").contains(sections.get(0).name())) {
            throw new NetworkException("the cfg does not start with [net]");
        }
        CfgSection net = sections.get(0);
        int width = net.whole("width", 0, 1, MAX_SIDE);
        int height = net.whole("height", 0, 1, MAX_SIDE);
        int channels = net.whole("channels", 3, 3, 3);
        boolean letterbox = net.flag("letter_box");
        net.refuseUnknown();
        List<CfgSection> parts = sections.subList(1, sections.size());
        CfgHead head = new CfgHead();
        List<LayerSpec> layers = layers(parts, head);
        NetworkSpec spec = new NetworkSpec(name, channels, 1, 1, head.head(names), layers);
        int stride = built(spec, parts).stride();
        if (width % stride != 0 || height % stride != 0) {
            throw net.wrong("width " + width + " and height " + height + " are not both multiples of " + stride
                    + ", the largest stride");
        }
        return new DarknetCfg(spec, width, height, letterbox);
    }

    private static List<LayerSpec> layers(List<CfgSection> sections, CfgHead head) {
        List<LayerSpec> layers = new ArrayList<>();
        for (CfgSection section : sections) {
            int index = layers.size();
            LayerSpec layer = CfgLayers.layer(section);
            for (int from : layer.from()) {
                if (head.isYolo(from < 0 ? index + from : from)) {
                    throw section.wrong("it takes the boxes of a [yolo] section as its input");
                }
            }
            if (section.name().equals("yolo")) {
                head.add(section, index);
                if (index > 0) {
                    head.checkFilters(section, layers.get(index - 1));
                }
            }
            section.refuseUnknown();
            layers.add(layer);
        }
        layers.add(head.layer());
        return layers;
    }

    /** Built once, so that a layer that does not fit is known by its line. */
    private static Graph built(NetworkSpec spec, List<CfgSection> sections) {
        try {
            return GraphReader.read(spec);
        } catch (NetworkException e) {
            int layer = e.layer().orElse(sections.size());
            throw layer < sections.size() ? sections.get(layer).wrong(String.valueOf(e.getMessage())) : e;
        }
    }

    /** Side of the smallest square that the input fits into, in pixels. */
    public int side() {
        return Math.max(width, height);
    }
}
