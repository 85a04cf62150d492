package io.vidette.guarantee;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.camera.CameraStatus.State;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A guarantee that cannot fail proves nothing: each is shown the run that breaks it. */
class GuaranteeTest {
    private static final ModelId ONE = new ModelId("one", "1".repeat(64));
    private static final ModelId OTHER = new ModelId("other", "2".repeat(64));

    @Test
    void acceptsOneVerdictPerFrameInOrder() {
        Guarantees run = Guarantees.with(Set.of(ONE));
        frames(run, 0, 1, 2);
        verdicts(run, 0, 1, 2);
        run.status(status("a", 3, 0));
        assertThatCode(run::verify).doesNotThrowAnyException();
    }

    @Test
    void acceptsVerdictsThatArriveBeforeTheirFrames() {
        OneVerdictPerFrame promise = new OneVerdictPerFrame();
        verdicts(promise, 0, 1);
        frames(promise, 0, 1);
        assertThatCode(promise::verify).doesNotThrowAnyException();
    }

    @Test
    void detectsALostFrame() {
        OneVerdictPerFrame promise = new OneVerdictPerFrame();
        frames(promise, 0, 1, 2);
        verdicts(promise, 0, 2);
        assertBroken(promise, "without a verdict", "frames-0-1");
    }

    @Test
    void detectsADuplicateVerdict() {
        OneVerdictPerFrame promise = new OneVerdictPerFrame();
        frames(promise, 0, 1, 2);
        verdicts(promise, 0, 1, 1, 2);
        assertBroken(promise, "more than one verdict", "frames-0-1");
    }

    @Test
    void detectsADuplicateVerdictBeforeItsFrame() {
        OneVerdictPerFrame promise = new OneVerdictPerFrame();
        verdicts(promise, 0, 0);
        frames(promise, 0);
        assertBroken(promise, "more than one verdict", "frames-0-0");
    }

    @Test
    void detectsAVerdictWithoutAFrame() {
        OneVerdictPerFrame beyond = new OneVerdictPerFrame();
        frames(beyond, 0, 1);
        verdicts(beyond, 0, 1, 9);
        assertBroken(beyond, "about no frame", "frames-0-9");
        OneVerdictPerFrame between = new OneVerdictPerFrame();
        frames(between, 0, 2);
        verdicts(between, 0, 1, 2);
        assertBroken(between, "about no frame", "frames-0-1");
    }

    @Test
    void detectsAVerdictOutOfOrder() {
        OrderPerCamera promise = new OrderPerCamera();
        verdicts(promise, 0, 2, 1);
        assertBroken(promise, "before their time", "frames-0-1 follows frames-0-2");
    }

    @Test
    void detectsAVerdictOnAnotherPartitionThanItsFrame() {
        OrderPerCamera promise = new OrderPerCamera();
        promise.verdict(new Guarantee.VerdictAt(1, "gate", skipped(0)));
        assertBroken(promise, "another partition", "frames-0-0 on partition 1");
    }

    @Test
    void detectsAnUnknownModel() {
        VerdictNamesItsModel promise = new VerdictNamesItsModel(Set.of(ONE));
        promise.verdict(new Guarantee.VerdictAt(0, "gate", detected(0, OTHER)));
        assertBroken(promise, "nobody was given", "frames-0-0");
    }

    @Test
    void detectsASecondModelWhenOneIsExpected() {
        VerdictNamesItsModel promise = new VerdictNamesItsModel(Set.of());
        promise.verdict(new Guarantee.VerdictAt(0, "gate", detected(0, ONE)));
        promise.verdict(new Guarantee.VerdictAt(0, "gate", detected(1, OTHER)));
        assertBroken(promise, "nobody was given", "frames-0-1");
    }

    @Test
    void detectsAVerdictThatNamesAnotherModel() {
        VerdictNamesItsModel promise = new VerdictNamesItsModel(Set.of(ONE, OTHER));
        promise.verdict(new Guarantee.VerdictAt(0, "gate", detected(0, ONE, "one")));
        assertThatCode(promise::verify).doesNotThrowAnyException();
        promise.verdict(new Guarantee.VerdictAt(0, "gate", detected(1, OTHER, "one")));
        assertBroken(promise, "another model than the one that judged", "frames-0-1");
    }

    @Test
    void acceptsConsecutiveReadersAndReportedDrops() {
        NothingLostNothingDoubled promise = new NothingLostNothingDoubled();
        sequences(promise, 0, 1, 3, 0, 1);
        Stream.of(status("a", 3, 1), status("a", 0, 0), status("a", 1, 0), status("b", 1, 0))
                .forEach(promise::status);
        assertThatCode(promise::verify).doesNotThrowAnyException();
    }

    @Test
    void detectsTwoReadersAtOnce() {
        NothingLostNothingDoubled promise = new NothingLostNothingDoubled();
        sequences(promise, 0, 1, 2, 0, 3, 1);
        promise.status(status("a", 6, 5));
        assertBroken(promise, "come twice or go back", "'gate'", "1 follows 3");
    }

    @Test
    void detectsAFrameThatKafkaAcknowledgedAndLost() {
        NothingLostNothingDoubled promise = new NothingLostNothingDoubled();
        sequences(promise, 0, 1, 0);
        Stream.of(status("a", 2, 0), status("a", 2, 0), status("a", 1, 0), status("b", 1, 0))
                .forEach(promise::status);
        assertBroken(promise, "fewer frames than Kafka acknowledged", "3 of 4");
    }

    @Test
    void detectsAnUnreportedDrop() {
        NothingLostNothingDoubled promise = new NothingLostNothingDoubled();
        sequences(promise, 0, 1, 4);
        promise.status(status("a", 3, 1));
        assertBroken(promise, "told as dropped", "2, told 1");
    }

    @Test
    void acceptsConsecutiveReadersWhenOnlyFramesAreKnown() {
        assertThatCode(() -> OneReaderPerCamera.verify("gate", List.of(0L, 1L, 3L, 0L, 1L)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> OneReaderPerCamera.verify("gate", List.of(0L, 1L, 2L, 0L, 3L, 1L)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("camera 'gate', after 3");
    }

    private static void assertBroken(Guarantee promise, String... parts) {
        assertThatThrownBy(promise::verify).isInstanceOf(AssertionError.class).hasMessageContainingAll(parts);
    }

    private static void frames(Guarantee promise, int... offsets) {
        IntStream.of(offsets).forEach(i -> promise.frame(new Guarantee.FrameAt(0, i, "gate", OptionalLong.of(i))));
    }

    private static void sequences(Guarantee promise, int... sequences) {
        IntStream.range(0, sequences.length)
                .forEach(i -> promise.frame(new Guarantee.FrameAt(0, i, "gate", OptionalLong.of(sequences[i]))));
    }

    private static void verdicts(Guarantee promise, int... offsets) {
        IntStream.of(offsets).forEach(i -> promise.verdict(new Guarantee.VerdictAt(0, "gate", skipped(i))));
    }

    private static FrameVerdict skipped(int offset) {
        return new FrameVerdict.Skipped(new FrameId("frames", 0, offset), "gate", Optional.empty(), "test");
    }

    private static FrameVerdict detected(int offset, ModelId model, String... foundBy) {
        return new FrameVerdict.Detected(
                new FrameId("frames", 0, offset),
                "gate",
                offset,
                Optional.empty(),
                CaptureClock.ARRIVAL,
                64,
                64,
                model,
                Stream.of(foundBy)
                        .map(name -> new Detection(0, VerdictNamesItsModel.SIGNATURE + name, 0.5f, new Box(0, 0, 1, 1)))
                        .toList());
    }

    private static CameraStatus status(String node, long published, long dropped) {
        return new CameraStatus(
                "gate", State.STREAMING, Optional.empty(), Instant.EPOCH, node, 1, published, dropped, 1);
    }
}
