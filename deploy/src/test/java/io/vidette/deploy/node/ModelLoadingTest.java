package io.vidette.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelLoadingTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void loadsTheModelWhileOtherPartsStart() {
        CountDownLatch othersStarted = new CountDownLatch(1);
        ModelLoading loading = ModelLoading.start(() -> () -> {
            awaitUninterrupted(othersStarted);
            return new Model();
        });
        othersStarted.countDown();
        assertThat(loading.await()).isInstanceOf(Model.class);
        loading.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void refusesInvalidWeightsBeforeOtherPartsStart() {
        assertThatThrownBy(() -> ModelLoading.start(() -> {
                    throw new UserError("no weights");
                }))
                .isInstanceOf(UserError.class)
                .hasMessage("no weights");
    }

    @Test
    void throwsTheLoadingErrorToWaitingCallers() {
        ModelLoading loading = ModelLoading.start(() -> () -> {
            throw new UserError("too large");
        });
        assertThatThrownBy(loading::await).isInstanceOf(UserError.class).hasMessage("too large");
        loading.close();
        assertThat(closed).hasValue(0);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Model implements FrameDetector {
        @Override
        public ModelId model() {
            return new ModelId("test", "0".repeat(64));
        }

        @Override
        public BatchOutcome detect(List<byte[]> jpegs) {
            return new BatchOutcome(model(), List.of());
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
