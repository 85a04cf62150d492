package io.vidette.detector.serve;

import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Letterbox;
import io.vidette.detector.image.SquareWriter;
import io.vidette.detector.image.UnusableImageException;
import io.vidette.detector.torch.DetectThreads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.BytePointer;

/**
 * Decodes batches of JPEGs into squares, several at a time.
 *
 * <p>Threading: {@link #decode} from any number of threads; the work is done on threads {@code detect-decode-n}, one for
 * each core.
 */
final class Squares implements AutoCloseable {
    private final int side;
    private final ExecutorService threads;
    private final Spares<SquareWriter> writers;
    private final Spares<ByteBuffer> buffers;

    /**
     * Squares of one size.
     *
     * @param memory gives the buffers of batches, of which there are as many as are decoded or processed at once
     */
    Squares(int side, int maxBatch, Fit fit, IntFunction<ByteBuffer> memory) {
        this.side = side;
        writers = new Spares<>(() -> new SquareWriter(fit));
        buffers = new Spares<>(() -> memory.apply(maxBatch * squareBytes()));
        threads = DetectThreads.pool("detect-decode-", Runtime.getRuntime().availableProcessors());
    }

    /** What became of one picture. */
    sealed interface Decoded {
        /** Calls the function for its kind. */
        <T> T map(Function<Square, T> square, Function<Refused, T> refused);

        /**
         * It lies in the buffer.
         *
         * @param slot its place there, counted in squares
         */
        record Square(int slot, Letterbox letterbox) implements Decoded {
            @Override
            public <T> T map(Function<Square, T> square, Function<Refused, T> refused) {
                return square.apply(this);
            }
        }

        /** It is no picture that can be used, for this reason. */
        record Refused(String reason) implements Decoded {
            @Override
            public <T> T map(Function<Square, T> square, Function<Refused, T> refused) {
                return refused.apply(this);
            }
        }
    }

    /**
     * Pictures decoded into one buffer. Closing gives the buffer back.
     *
     * @param bytes {@code [pictures.size(), side, side, 3]}; a refused picture leaves its square unwritten
     */
    record Batch(Squares owner, ByteBuffer bytes, List<Decoded> pictures) implements AutoCloseable {
        @Override
        public void close() {
            owner.buffers.giveBack(bytes.clear());
        }
    }

    /** Decodes at most {@code maxBatch} pictures. */
    Batch decode(List<byte[]> jpegs) {
        ByteBuffer buffer = buffers.lend();
        List<Decoded> decoded = new ArrayList<>();
        if (jpegs.size() == 1) {
            decoded.add(decode(jpegs.get(0), buffer, 0));
        } else {
            List<Future<Decoded>> running = new ArrayList<>();
            for (int i = 0; i < jpegs.size(); i++) {
                int slot = i;
                running.add(threads.submit(() -> decode(jpegs.get(slot), buffer, slot)));
            }
            decoded.addAll(DetectThreads.joinAll(running));
        }
        return new Batch(this, buffer.limit(jpegs.size() * squareBytes()), List.copyOf(decoded));
    }

    private Decoded decode(byte[] jpeg, ByteBuffer buffer, int slot) {
        SquareWriter writer = writers.lend();
        try (BytePointer start = new BytePointer(buffer)) {
            BytePointer square = start.getPointer(BytePointer.class, (long) slot * squareBytes());
            return new Decoded.Square(slot, writer.write(jpeg, side, square));
        } catch (UnusableImageException e) {
            return new Decoded.Refused(String.valueOf(e.getMessage()));
        } finally {
            writers.giveBack(writer);
        }
    }

    private int squareBytes() {
        return side * side * 3;
    }

    @Override
    public void close() {
        DetectThreads.close(threads);
        writers.clear(SquareWriter::close);
    }
}
