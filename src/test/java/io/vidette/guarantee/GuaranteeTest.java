package io.vidette.guarantee;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A guarantee that cannot fail proves nothing: each is shown the run that breaks it. */
class GuaranteeTest {
    @Test
    void acceptsOneVerdictPerFrameInOrder() {
        Ledger ledger = ledger(3, 0, 1, 2);
        assertThatCode(() -> OneVerdictPerFrame.verify(ledger)).doesNotThrowAnyException();
        assertThatCode(() -> OrderPerCamera.verify(ledger)).doesNotThrowAnyException();
    }

    @Test
    void noticesALostFrame() {
        assertThatThrownBy(() -> OneVerdictPerFrame.verify(ledger(3, 0, 2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("without a verdict")
                .hasMessageContaining("frames-0-1");
    }

    @Test
    void noticesADoubledVerdict() {
        assertThatThrownBy(() -> OneVerdictPerFrame.verify(ledger(3, 0, 1, 1, 2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("more than one verdict")
                .hasMessageContaining("frames-0-1");
    }

    @Test
    void noticesAVerdictAboutNoFrame() {
        assertThatThrownBy(() -> OneVerdictPerFrame.verify(ledger(2, 0, 1, 9)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("about no frame");
    }

    @Test
    void noticesAVerdictOutOfOrder() {
        assertThatThrownBy(() -> OrderPerCamera.verify(ledger(3, 0, 2, 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("follows");
    }

    @Test
    void acceptsAReaderAfterAnother() {
        assertThatCode(() -> OneReaderPerCamera.verify("gate", List.of(0L, 1L, 3L, 0L, 1L)))
                .doesNotThrowAnyException();
    }

    @Test
    void noticesTwoReadersAtOnce() {
        assertThatThrownBy(() -> OneReaderPerCamera.verify("gate", List.of(0L, 1L, 2L, 0L, 3L, 1L)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("camera 'gate', after 3");
    }

    @Test
    void noticesAVerdictOnAnotherPartitionThanItsFrame() {
        FrameVerdict verdict = new FrameVerdict.Skipped(new FrameId("frames", 0, 0), "gate", Optional.empty(), "test");
        Ledger ledger = new Ledger(List.of(), List.of(new Ledger.VerdictAt(1, 0, "gate", verdict)));
        assertThatThrownBy(() -> OrderPerCamera.verify(ledger))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("partition of the verdict");
    }

    private static Ledger ledger(int frames, int... verdictsOf) {
        List<Ledger.VerdictAt> verdicts = IntStream.range(0, verdictsOf.length)
                .mapToObj(i -> new Ledger.VerdictAt(
                        0,
                        i,
                        "gate",
                        new FrameVerdict.Skipped(
                                new FrameId("frames", 0, verdictsOf[i]), "gate", Optional.empty(), "test")))
                .toList();
        return new Ledger(
                IntStream.range(0, frames)
                        .mapToObj(i -> new Ledger.FrameAt("frames-0-" + i, "gate"))
                        .toList(),
                verdicts);
    }
}
