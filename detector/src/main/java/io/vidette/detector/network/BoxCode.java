package io.vidette.detector.network;

import java.util.Collections;
import java.util.List;

/**
 * How a cell's numbers encode a box. The centre is {@code (scale sigmoid(t) - (scale - 1) / 2 + cell) stride}; the size
 * depends on the code.
 *
 * @param centreScales for each level; above 1 a centre can lie on the edge of its cell
 */
public record BoxCode(Size size, List<Double> centreScales) {
    /** How width and height are encoded. */
    public enum Size {
        /** {@code (2 sigmoid(t))^2 anchor}, as YOLOv5 does: at most four anchors. */
        SQUARED_SIGMOID,
        /** {@code e^t anchor}, as YOLOv2 to YOLOv4 do (arXiv 1612.08242). */
        EXPONENTIAL
    }

    public BoxCode {
        centreScales = List.copyOf(centreScales);
        for (double scale : centreScales) {
            if (!(scale >= 1 && scale <= 2)) {
                throw new NetworkException("centres of boxes are scaled by " + scale + ", outside 1..2");
            }
        }
    }

    /** YOLOv5's. */
    static BoxCode yolov5(int levels) {
        return new BoxCode(Size.SQUARED_SIGMOID, Collections.nCopies(levels, 2.0));
    }
}
