package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.TestFiles;
import io.vidette.detector.darknet.DarknetCfg;
import io.vidette.detector.darknet.TinyDarknet;
import io.vidette.detector.engine.ModelOpener;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.nms.SuppressionConfig;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.DarknetFiles;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome.Found;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of Darknet, imported and served, find what OpenCV finds, which reads the same files with code of its own. */
class DarknetModelTest {
    private static final float PIXELS = 0.1f;
    private static final float SCORE = 0.001f;

    @TempDir
    private Path folder;

    @Test
    void agreesWithOpenCvOnAllKindsOfSections() throws Exception {
        Path cfg = Files.writeString(folder.resolve("tiny.cfg"), TinyDarknet.CFG);
        Path names = Files.writeString(folder.resolve("tiny.names"), String.join("\n", TinyDarknet.CLASSES));
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);

        List<Detection> found = assertSameAsOpenCv(
                new DarknetFiles(weights, cfg, Optional.of(names)), Jpegs.random(64, 64, 1), allBoxes(64, 0.2f));

        assertThat(found).hasSizeGreaterThan(10);
        assertThat(TinyDarknet.CLASSES).contains(found.get(0).label());
    }

    @Test
    void agreesWithOpenCvOnTheDogPicture() throws Exception {
        DarknetFiles fastest = new DarknetFiles(
                TestFiles.find("darknet/yolo-fastest-1.1.weights"),
                TestFiles.find("darknet/yolo-fastest-1.1.cfg"),
                Optional.of(TestFiles.find("darknet/coco.names")));
        byte[] dog = Files.readAllBytes(TestFiles.find("darknet/dog.jpg"));

        List<Detection> found = assertSameAsOpenCv(fastest, dog, config(320, 0.25f));
        assertSameAsOpenCv(fastest, dog, config(416, 0.05f));
        List<Detection> atItsOwnSize = assertSameAsOpenCv(fastest, dog, config(0, 0.25f));

        assertThat(atItsOwnSize).isEqualTo(found);
        assertThat(found.stream().map(Detection::label)).contains("dog", "bicycle", "car");
    }

    /** Nothing but OpenCV: its decoder, its scaling, its network; no threshold of ours but the confidence. */
    @Test
    void agreesWithAnOpenCvProgram() throws Exception {
        DarknetFiles files = new DarknetFiles(
                TestFiles.find("darknet/yolo-fastest-1.1.weights"),
                TestFiles.find("darknet/yolo-fastest-1.1.cfg"),
                Optional.empty());
        Path dog = TestFiles.find("darknet/dog.jpg");
        BestPt best = files.importTo(folder.resolve("best.pt"));
        List<Detection> all = OpenCvProgram.candidates(files.cfg(), files.weights(), dog, 320, 0.25f);

        try (YoloModel model = ModelLoader.load(
                best, new Weights(folder.resolve("cache")), config(320, 0.25f), new SimpleMeterRegistry())) {
            List<Detection> found = detect(model, Files.readAllBytes(dog));

            assertThat(found).hasSizeGreaterThan(2).allMatch(box -> all.stream().anyMatch(other -> isSame(box, other)));
            assertThat(all)
                    .allMatch(box -> box.score() < 0.25f + SCORE
                            || found.stream().anyMatch(other -> isSame(box, other) || suppresses(other, box)));
        }
    }

    private static boolean suppresses(Detection better, Detection box) {
        float width = Math.min(better.box().x2(), box.box().x2())
                - Math.max(better.box().x1(), box.box().x1());
        float height = Math.min(better.box().y2(), box.box().y2())
                - Math.max(better.box().y1(), box.box().y1());
        float common = Math.max(0, width) * Math.max(0, height);
        float areas = better.box().width() * better.box().height()
                + box.box().width() * box.box().height();
        return better.classId() == box.classId()
                && better.score() >= box.score() - SCORE
                && common / (areas - common) > 0.44;
    }

    @Test
    void agreesWithOpenCvOnYolov3Tiny() throws Exception {
        assertSameWithMadeWeights("yolov3-tiny", 0.27f);
    }

    @Test
    void agreesWithOpenCvOnYolov3() throws Exception {
        assertSameWithMadeWeights("yolov3", 0.8f);
    }

    private void assertSameWithMadeWeights(String name, float confidence) throws Exception {
        Path cfg = TestFiles.find("darknet/" + name + ".cfg");
        DarknetCfg network = DarknetCfg.read(Files.readString(cfg), name, Optional.empty());
        Path weights = TinyDarknet.writeWeights(folder.resolve(name + ".weights"), network, 5);
        byte[] dog = Files.readAllBytes(TestFiles.find("darknet/dog.jpg"));

        assertThat(assertSameAsOpenCv(new DarknetFiles(weights, cfg, Optional.empty()), dog, allBoxes(128, confidence)))
                .hasSizeGreaterThan(100);
    }

    private static DetectorConfig config(int side, float confidence) {
        return DetectorConfig.defaults()
                .change(DetectorConfig::imageSize)
                .to(side)
                .withThresholds(confidence, 0.45f)
                .change(DetectorConfig::precision)
                .to(PrecisionSetting.FP32);
    }

    /** Made weights score many boxes the same, and which of them suppresses which is left to the last digit. */
    private static DetectorConfig allBoxes(int side, float confidence) {
        return config(side, confidence)
                .withThresholds(confidence, 1)
                .change(DetectorConfig::maxDetections)
                .to(10_000)
                .change(DetectorConfig::suppression)
                .to(SuppressionConfig.defaults()
                        .change(SuppressionConfig::multiLabel)
                        .to(true));
    }

    private List<Detection> assertSameAsOpenCv(DarknetFiles files, byte[] jpeg, DetectorConfig config) {
        List<Detection> expected;
        try (FrameDetector opencv = openCv(files, config)) {
            expected = detect(opencv, jpeg);
        }
        Weights weights = new Weights(folder.resolve("cache"));
        BestPt best = files.importTo(folder.resolve("best.pt"));
        List<Detection> found;
        try (YoloModel model = ModelLoader.load(best, weights, config, new SimpleMeterRegistry())) {
            assertThat(model.servingForm()).startsWith("onednn");
            found = detect(model, jpeg);
        }
        assertAllIn(expected, found, config.confidence());
        assertAllIn(found, expected, config.confidence());
        System.out.println(files.cfg().getFileName() + ": " + found.size() + " of " + expected.size());
        return found;
    }

    /** As model.engine, model.cfg and model.names choose it. */
    private FrameDetector openCv(DarknetFiles files, DetectorConfig config) {
        DetectorConfig chosen = config.change(DetectorConfig::engine)
                .to(EngineSetting.OPENCV)
                .change(DetectorConfig::cfg)
                .to(Optional.of(files.cfg()))
                .change(DetectorConfig::names)
                .to(files.names());
        Weights weights = new Weights(folder.resolve("cache"));
        return new ModelOpener(weights, chosen, Fit.DETECT, new SimpleMeterRegistry())
                .open(files.weights())
                .get();
    }

    /** A score at the threshold may be above it in one engine and below in the other. */
    private static void assertAllIn(List<Detection> some, List<Detection> all, float confidence) {
        for (Detection wanted : some) {
            if (wanted.score() > confidence + SCORE) {
                assertThat(all).as("%s", wanted).anyMatch(detection -> isSame(detection, wanted));
            }
        }
    }

    private static List<Detection> detect(FrameDetector detector, byte[] jpeg) {
        return ((Found) detector.detect(List.of(jpeg)).frames().get(0)).detections();
    }

    private static boolean isSame(Detection a, Detection b) {
        return a.classId() == b.classId()
                && Math.abs(a.score() - b.score()) <= SCORE
                && Math.abs(a.box().x1() - b.box().x1()) <= PIXELS
                && Math.abs(a.box().y1() - b.box().y1()) <= PIXELS
                && Math.abs(a.box().x2() - b.box().x2()) <= PIXELS
                && Math.abs(a.box().y2() - b.box().y2()) <= PIXELS;
    }

    @Test
    void recordsTheSourceOfTheWeights() throws IOException {
        Path cfg = Files.writeString(folder.resolve("tiny.cfg"), TinyDarknet.CFG);
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);

        BestPt best = new DarknetFiles(weights, cfg, Optional.empty()).importTo(folder.resolve("best.pt"));

        assertThat(best.id().name()).isEqualTo("tiny");
        assertThat(best.model().card().imageSize()).isEqualTo(64);
        assertThat(best.model().card().stretch()).isTrue();
        assertThat(best.model().card().source().format()).isEqualTo("darknet");
        assertThat(best.model().card().source().details())
                .containsEntry("version", "0.2.5")
                .containsEntry("seen", "32013312");
    }

    @Test
    void servesAtTheCfgSizeUnlessAnotherIsSet() throws Exception {
        Path cfg = Files.writeString(folder.resolve("tiny.cfg"), TinyDarknet.CFG);
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);
        DarknetFiles files = new DarknetFiles(weights, cfg, Optional.empty());
        BestPt best = files.importTo(folder.resolve("best.pt"));

        assertThat(servedSize(best, 0)).isEqualTo(64);
        assertThat(servedSize(best, 128)).isEqualTo(128);
        assertThat(assertSameAsOpenCv(files, Jpegs.random(64, 64, 1), allBoxes(0, 0.2f)))
                .hasSizeGreaterThan(10);
    }

    private int servedSize(BestPt best, int imageSize) {
        try (YoloModel model = ModelLoader.load(
                best, new Weights(folder.resolve("cache")), config(imageSize, 0.25f), new SimpleMeterRegistry())) {
            return model.imageSize();
        }
    }

    @Test
    void addsBarsToPicturesWhenTheCfgAsksForThem() throws Exception {
        Path cfg = Files.writeString(
                folder.resolve("tiny.cfg"), TinyDarknet.CFG.replace("batch=1", "batch=1\nletter_box=1"));
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);

        List<Detection> found = assertSameAsOpenCv(
                new DarknetFiles(weights, cfg, Optional.empty()), Jpegs.random(96, 64, 1), allBoxes(64, 0.2f));

        assertThat(found).isNotEmpty();
    }

    @Test
    void namesTheFileAndTheLineThatIsWrong() throws IOException {
        Path cfg = Files.writeString(folder.resolve("tiny.cfg"), TinyDarknet.CFG.replace("groups=8", "groups=7"));
        Path weights = TinyDarknet.writeWeights(folder.resolve("tiny.weights"), TinyDarknet.cfg(), 3);
        Path none = folder.resolve("none");

        assertRefused(new DarknetFiles(weights, cfg, Optional.empty()), "cfg '" + cfg + "': line 17 [convolutional]: ");
        assertRefused(new DarknetFiles(weights, none, Optional.empty()), "cfg '" + none + "': there is no such file");
        assertRefused(new DarknetFiles(weights, cfg, Optional.of(none)), "names '" + none + "': there is no such file");
        Files.writeString(cfg, TinyDarknet.CFG);
        assertRefused(new DarknetFiles(none, cfg, Optional.empty()), "weights '" + none + "': there is no such file");
        assertRefused(new DarknetFiles(cfg, cfg, Optional.empty()), "weights '" + cfg + "': ");
    }

    @Test
    void explainsHowToImportWeightsThatNeedACfg() {
        assertThatThrownBy(() -> new Weights(folder).open(Path.of("yolov3.weights")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("vidette model import FILE.weights --cfg FILE.cfg");
    }

    @Test
    void refusesTruncatedWeightsBeforeOpenCvReadsThem() throws IOException {
        Path cfg = Files.writeString(folder.resolve("tiny.cfg"), TinyDarknet.CFG);
        byte[] whole = TinyDarknet.weights(TinyDarknet.cfg(), 3);
        Path cut = Files.write(folder.resolve("cut.weights"), Arrays.copyOf(whole, whole.length - 400));

        assertThatThrownBy(() -> openCv(new DarknetFiles(cut, cfg, Optional.empty()), DetectorConfig.defaults()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the weights end in layer 12")
                .hasMessageNotContaining("\n");
    }

    private void assertRefused(DarknetFiles files, String message) {
        assertThatThrownBy(() -> files.importTo(folder.resolve("best.pt")))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(message);
    }
}
