package io.vidette.detector.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.TinyModel;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.compile.Precision;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.compile.ServingTarget;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.network.Network;
import io.vidette.detector.nms.SuppressionConfig;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.BestPtWriter;
import io.vidette.detector.weights.ModelCard;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.detect.FrameOutcome.Found;
import io.vidette.topology.detect.FrameOutcome.Unusable;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YoloModelTest {
    private static final DetectorConfig CONFIG = DetectorConfig.defaults()
            .change(DetectorConfig::imageSize)
            .to(128)
            .withThresholds(0.05f, 0.45f)
            .change(DetectorConfig::maxBatch)
            .to(4)
            .change(DetectorConfig::threads)
            .to(2)
            .change(DetectorConfig::precision)
            .to(PrecisionSetting.FP32);
    private static final List<byte[]> PICTURES = List.of(
            Jpegs.random(128, 72, 1),
            Jpegs.random(300, 200, 2),
            Jpegs.random(50, 120, 3),
            Jpegs.random(128, 128, 4),
            Jpegs.random(1, 1, 5),
            Jpegs.random(640, 20, 6));

    @TempDir
    static Path folder;

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static Weights weights;
    private static YoloModel model;

    @BeforeAll
    static void load() throws IOException {
        weights = new Weights(folder.resolve("cache"));
        model = ModelLoader.load(weights.open(TinyModel.write(folder.resolve("tiny.pt"))), weights, CONFIG, METERS);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void warmsUpWithoutCounting() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (YoloModel measured = ModelLoader.load(weights.open(folder.resolve("tiny.pt")), weights, CONFIG, meters)) {
            measured.warmUp(1);
            measured.warmUp(100);

            assertThat(meters.getMeters())
                    .filteredOn(Timer.class::isInstance)
                    .allSatisfy(timer -> assertThat(((Timer) timer).count()).isZero());
            assertThat(measured.detect(PICTURES).frames())
                    .isEqualTo(model.detect(PICTURES).frames());
        }
    }

    @Test
    void findsTheSameAloneAndInAnyBatch() {
        List<FrameOutcome> together = model.detect(PICTURES).frames();

        assertThat(together).hasSameSizeAs(PICTURES);
        for (int i = 0; i < PICTURES.size(); i++) {
            assertSame(
                    together.get(i),
                    model.detect(List.of(PICTURES.get(i))).frames().get(0));
        }
        assertThat(((Found) together.get(0)).detections()).isNotEmpty();
    }

    @Test
    void keepsBoxesWithinThePictureAndScoresInOrder() {
        for (FrameOutcome outcome : model.detect(PICTURES).frames()) {
            Found found = (Found) outcome;
            float before = 1;
            for (var detection : found.detections()) {
                Box box = detection.box();
                assertThat(box.x1()).isBetween(0f, box.x2());
                assertThat(box.x2()).isLessThanOrEqualTo(found.width());
                assertThat(box.y2()).isLessThanOrEqualTo(found.height());
                assertThat(detection.score()).isBetween(CONFIG.confidence(), before);
                assertThat(detection.label()).isEqualTo(TinyModel.CLASSES.get(detection.classId()));
                before = detection.score();
            }
        }
    }

    @Test
    void refusesABrokenPictureWithoutAffectingOthersInTheBatch() {
        List<byte[]> batch = List.of(
                new byte[10],
                PICTURES.get(0),
                Jpegs.claiming(30_000, 30_000),
                PICTURES.get(1),
                "text".getBytes(US_ASCII));

        List<FrameOutcome> outcomes = model.detect(batch).frames();

        assertThat(outcomes).hasSize(5);
        assertThat(outcomes.get(0)).isInstanceOf(Unusable.class);
        assertSame(
                outcomes.get(1), model.detect(List.of(PICTURES.get(0))).frames().get(0));
        assertThat(((Unusable) outcomes.get(2)).reason()).contains("30000x30000");
        assertSame(
                outcomes.get(3), model.detect(List.of(PICTURES.get(1))).frames().get(0));
        assertThat(outcomes.get(4)).isInstanceOf(Unusable.class);
    }

    @Test
    void returnsNoDetectionsForNoPictures() {
        assertThat(model.detect(List.of()).frames()).isEmpty();
        assertThat(model.detect(List.of(new byte[0])).frames()).hasOnlyElementsOfType(Unusable.class);
    }

    @Test
    void findsTheSameFromSeveralThreadsAtOnce() throws Exception {
        List<FrameOutcome> expected = model.detect(PICTURES).frames();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<FrameOutcome>>> running = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                running.add(threads.submit(() -> model.detect(PICTURES).frames()));
            }
            for (Future<List<FrameOutcome>> future : running) {
                for (int i = 0; i < PICTURES.size(); i++) {
                    assertSame(future.get().get(i), expected.get(i));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void measuresTheTimeOfItsSteps() {
        model.detect(PICTURES).frames();

        for (String name : List.of(Metrics.DETECT_DECODE, Metrics.DETECT_INFERENCE, Metrics.DETECT_POSTPROCESS)) {
            assertThat(METERS.get(name).timer().count()).as(name).isPositive();
        }
    }

    @Test
    void servesTheFastFormWhenItRuns() {
        assertThat(model.servingForm()).isIn("onednn-fp32-5", "plain-fp32-5");
    }

    @Test
    void releasesAllNativeMemory() {
        List<byte[]> batch = new ArrayList<>(PICTURES);
        batch.add(new byte[100]);
        batch.add(Jpegs.claiming(500, 400));
        batch.add(Jpegs.random(800, 600, 7));
        rounds(batch, 20);
        long counted = Pointer.totalBytes();
        long growth = Long.MAX_VALUE;
        // Java's own heap grows too, but not for ever; a picture of 1.4 MB kept each round is 70 MB in every window.
        for (int window = 0; window < 8 && growth >= 20 << 20; window++) {
            long resident = Pointer.physicalBytes();
            rounds(batch, 50);
            growth = Pointer.physicalBytes() - resident;
        }

        assertThat(growth).isLessThan(20 << 20);
        assertThat(Pointer.totalBytes() - counted).isLessThan(10_000);
    }

    private static void rounds(List<byte[]> batch, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(model.detect(batch).frames()).hasSameSizeAs(batch);
        }
    }

    @Test
    void reloadsItsCompiledFormFromTheCache() throws IOException {
        try (var before = Files.list(weights.cache())) {
            assertThat(before.filter(file -> file.getFileName().toString().startsWith("serving-")
                            && file.toString().endsWith(model.servingForm() + ".pt")))
                    .hasSize(1);
        }
        try (YoloModel again = ModelLoader.load(weights.open(folder.resolve("tiny.pt")), weights, CONFIG, METERS)) {
            assertThat(again.model()).isEqualTo(model.model());
            assertSame(
                    again.detect(PICTURES).frames().get(0),
                    model.detect(PICTURES).frames().get(0));
        }
    }

    @Test
    void recompilesADamagedServingFormInTheCache() throws IOException {
        Path other = folder.resolve("other");
        Weights otherWeights = new Weights(other);
        BestPt best = otherWeights.open(folder.resolve("tiny.pt"));
        Path cached = other.resolve("serving-" + best.id().sha256() + "-" + model.servingForm() + ".pt");
        Files.writeString(cached, "broken in the cache");

        try (YoloModel mended = ModelLoader.load(best, otherWeights, CONFIG, METERS)) {
            assertThat(mended.servingForm()).isEqualTo(model.servingForm());
            assertSame(
                    mended.detect(PICTURES).frames().get(0),
                    model.detect(PICTURES).frames().get(0));
        }
    }

    @Test
    void refusesAServingFormThatComputesOtherResults() throws IOException {
        Path other = folder.resolve("stranger");
        Weights otherWeights = new Weights(other);
        BestPt best = otherWeights.open(folder.resolve("tiny.pt"));
        Path cached = other.resolve("serving-" + best.id().sha256() + "-" + model.servingForm() + ".pt");
        Map<String, Tensor> changed = new HashMap<>(best.model().network().state());
        changed.computeIfPresent("model.10.m.0.bias", (name, bias) -> {
            float[] values = bias.toFloats();
            values[4] += 0.1f;
            return Tensor.ofFloats(bias.shape(), values);
        });
        Network wrong = new Network(best.model().network().graph(), changed);
        ServingCompiler.write(wrong, new ServingTarget(Kernels.ONEDNN, Precision.FP32, false), cached);
        byte[] planted = Files.readAllBytes(cached);

        try (YoloModel mended = ModelLoader.load(best, otherWeights, CONFIG, METERS)) {
            assertThat(Files.readAllBytes(cached)).isNotEqualTo(planted);
            assertSame(
                    mended.detect(PICTURES).frames().get(0),
                    model.detect(PICTURES).frames().get(0));
        }
    }

    @Test
    void findsNearlyTheSameWithBfloat16() throws IOException {
        BestPt best = weights.open(folder.resolve("tiny.pt"));
        try (YoloModel half = ModelLoader.load(
                best, weights, CONFIG.change(DetectorConfig::precision).to(PrecisionSetting.BF16), METERS)) {
            assertThat(half.servingForm()).contains("-bf16-");
            Detection exact = ((Found) model.detect(PICTURES).frames().get(0))
                    .detections()
                    .get(0);
            Detection rough =
                    ((Found) half.detect(PICTURES).frames().get(0)).detections().get(0);
            assertThat(rough.score()).isCloseTo(exact.score(), within(0.02f));
            assertThat(rough.box().x1()).isCloseTo(exact.box().x1(), within(2f));
        }
    }

    @Test
    void usesThirtyTwoBitsWhenSixteenDisagree() throws IOException {
        Weights otherWeights = new Weights(folder.resolve("rough"));
        BestPt tiny = otherWeights.open(folder.resolve("tiny.pt"));
        Map<String, Tensor> steep = new HashMap<>(tiny.model().network().state());
        steep.computeIfPresent("model.10.m.0.weight", (name, weight) -> {
            float[] values = weight.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 1000;
            }
            return Tensor.ofFloats(weight.shape(), values);
        });
        Path file = folder.resolve("steep.pt");
        Network network = new Network(tiny.model().network().graph(), steep);
        BestPtWriter.write(tiny.model().card().network(), network, new ModelCard.Source("test", "0"), file);
        BestPt best = otherWeights.open(file);

        try (YoloModel auto = ModelLoader.load(
                best, otherWeights, CONFIG.change(DetectorConfig::precision).to(PrecisionSetting.AUTO), METERS)) {
            assertThat(auto.servingForm()).contains("-fp32-");
        }
        DetectorConfig half = CONFIG.change(DetectorConfig::precision).to(PrecisionSetting.BF16);
        assertThatThrownBy(() -> ModelLoader.load(best, otherWeights, half, METERS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("steep.pt")
                .hasMessageContaining("disagrees with best.pt: boxes by up to");
    }

    @Test
    void detectsEveryClassOfABoxWithMultiLabel() throws IOException {
        DetectorConfig all = CONFIG.withThresholds(0.05f, 1)
                .change(DetectorConfig::maxDetections)
                .to(10_000);
        DetectorConfig labels = all.change(DetectorConfig::suppression)
                .to(all.suppression().change(SuppressionConfig::multiLabel).to(true));
        BestPt best = weights.open(folder.resolve("tiny.pt"));
        try (YoloModel single = ModelLoader.load(best, weights, all, METERS);
                YoloModel multi = ModelLoader.load(best, weights, labels, METERS)) {
            List<Detection> bestOnly = ((Found) single.detect(PICTURES).frames().get(0)).detections();
            List<Detection> every = ((Found) multi.detect(PICTURES).frames().get(0)).detections();

            assertThat(multi.servingForm()).contains("multilabel");
            assertThat(every).hasSizeGreaterThan(bestOnly.size()).containsAll(bestOnly);
            assertThat(every).allMatch(detection -> detection.score() > 0.05f).doesNotHaveDuplicates();
        }
    }

    @Test
    void appliesAScoreThresholdPerClass() throws IOException {
        List<Detection> before = ((Found) model.detect(PICTURES).frames().get(0)).detections();
        String label = before.get(0).label();
        BestPt best = weights.open(folder.resolve("tiny.pt"));
        try (YoloModel stricter = ModelLoader.load(best, weights, withConfidence(Map.of(label, "1")), METERS)) {
            assertThat(((Found) stricter.detect(PICTURES).frames().get(0)).detections())
                    .noneMatch(detection -> detection.label().equals(label));
        }
        assertThatThrownBy(() -> ModelLoader.load(best, weights, withConfidence(Map.of("unicorn", "0.5")), METERS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'unicorn'")
                .hasMessageContaining("cat, dog, bird");
        assertThatThrownBy(() -> withConfidence(Map.of("cat", "2"))).hasMessageContaining("confidence of 'cat' is '2'");
    }

    private static DetectorConfig withConfidence(Map<String, String> confidence) {
        SuppressionConfig usual = CONFIG.suppression();
        return CONFIG.change(DetectorConfig::suppression)
                .to(new SuppressionConfig(
                        usual.method(), usual.sigma(), usual.acrossClasses(), usual.multiLabel(), confidence));
    }

    @Test
    void refusesAnImageSizeThatTheNetworkCannotUse() {
        assertThatThrownBy(() -> CONFIG.change(DetectorConfig::imageSize).to(100))
                .hasMessageContaining("imageSize");
    }

    /** Equal up to the rounding of other batch sizes and other forms. */
    private static void assertSame(FrameOutcome found, FrameOutcome expected) {
        Found left = (Found) found;
        Found right = (Found) expected;
        assertThat(left.detections()).hasSameSizeAs(right.detections());
        for (int i = 0; i < left.detections().size(); i++) {
            assertThat(left.detections().get(i).score())
                    .isCloseTo(right.detections().get(i).score(), within(1e-3f));
        }
    }
}
