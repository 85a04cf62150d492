package io.vidette.detector.serve;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromDarknet;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_dnn.Net;

/** What a user of OpenCV writes to run a network of Darknet: nothing of ours is in it. */
final class OpenCvProgram {
    private OpenCvProgram() {}

    /** The best class of every box that is above a score, before any is suppressed; cut at the edges of the picture. */
    static List<Detection> candidates(Path cfg, Path weights, Path picture, int side, float score) {
        List<Detection> candidates = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            Net net = readNetFromDarknet(cfg.toString(), weights.toString());
            Mat image = imread(picture.toString());
            net.setInput(blobFromImage(image, 1 / 255.0, new Size(side, side), new Scalar(), true, false, CV_32F));
            MatVector outputs = new MatVector();
            net.forward(outputs, net.getUnconnectedOutLayersNames());
            for (Mat output : outputs.get()) {
                FloatBuffer numbers = output.createBuffer();
                for (int row = 0; row < output.rows(); row++) {
                    float[] box = new float[output.cols()];
                    numbers.get(box);
                    int best = 5;
                    for (int i = 6; i < box.length; i++) {
                        best = box[i] > box[best] ? i : best;
                    }
                    if (box[best] > score) {
                        candidates.add(new Detection(best - 5, "", box[best], cut(box, image.cols(), image.rows())));
                    }
                }
            }
        }
        return candidates;
    }

    private static Box cut(float[] box, int width, int height) {
        return new Box(
                Math.max(0, (box[0] - box[2] / 2) * width),
                Math.max(0, (box[1] - box[3] / 2) * height),
                Math.min(width, (box[0] + box[2] / 2) * width),
                Math.min(height, (box[1] + box[3] / 2) * height));
    }
}
