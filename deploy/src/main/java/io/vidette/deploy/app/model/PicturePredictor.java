package io.vidette.deploy.app.model;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.image.Annotator;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.UnusableImageException;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a model on pictures in files, one by one. It owns the model. */
public final class PicturePredictor implements AutoCloseable {
    private final FrameDetector detector;

    PicturePredictor(FrameDetector detector) {
        this.detector = detector;
    }

    /**
     * Loads the model, which takes seconds.
     *
     * @throws UserError if the weights cannot be used
     */
    public static PicturePredictor open(NodeConfig config) {
        return new PicturePredictor(Models.exact(config, Fit.DETECT, new SimpleMeterRegistry()));
    }

    /**
     * Finds the objects on one picture.
     *
     * @param folder where the picture is written with its boxes, under its own name
     * @throws UserError if a file cannot be read or written
     */
    public PictureResult predict(Path picture, Optional<Path> folder) {
        byte[] jpeg = Pictures.read(picture);
        return detector.detect(List.of(jpeg))
                .frames()
                .get(0)
                .map(
                        found -> {
                            folder.ifPresent(to -> draw(jpeg, found.detections(), to.resolve(picture.getFileName())));
                            return new PictureResult.Found(
                                    picture.toString(), found.width(), found.height(), found.detections());
                        },
                        refused -> new PictureResult.Unusable(picture.toString(), refused.reason()));
    }

    @Override
    public void close() {
        detector.close();
    }

    private static void draw(byte[] jpeg, List<Detection> detections, Path file) {
        try {
            Files.write(file, Annotator.draw(jpeg, detections, ".jpg"));
        } catch (IOException e) {
            throw new UserError("cannot write " + file + " (" + FileFault.inWords(e) + "); check the disk", e);
        } catch (UnusableImageException e) {
            throw new IllegalStateException("a picture that the model has processed cannot be drawn on: " + file, e);
        }
    }
}
