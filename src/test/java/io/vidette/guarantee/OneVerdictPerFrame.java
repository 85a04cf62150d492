package io.vidette.guarantee;

import io.vidette.topology.message.FrameId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every frame offset has exactly one committed verdict: none is lost, none is doubled, and no verdict is about a frame
 * that does not exist. Of each partition it remembers the frames that wait for a verdict, the verdicts whose frames have
 * not been shown yet, and the offsets that hold no frame.
 */
public final class OneVerdictPerFrame implements Guarantee {
    private static final class Partition {
        private final TreeSet<Long> waiting = new TreeSet<>();
        private final TreeSet<Long> early = new TreeSet<>();
        /** First offset of each gap between frames, and the offset behind it. */
        private final NavigableMap<Long, Long> gaps = new TreeMap<>();

        private long next;

        boolean isGap(long offset) {
            Map.Entry<Long, Long> gap = gaps.floorEntry(offset);
            return gap != null && offset < gap.getValue();
        }
    }

    private final Map<Integer, Partition> partitions = new HashMap<>();
    private final Breaches doubled = new Breaches("frames with more than one verdict");
    private final Breaches unfounded = new Breaches("verdicts about no frame");
    private long frames;
    private long verdicts;

    @Override
    public void frame(FrameAt frame) {
        frames++;
        Partition partition = of(frame.partition());
        if (frame.offset() > partition.next) {
            partition.gaps.put(partition.next, frame.offset());
            var none = partition.early.headSet(frame.offset());
            none.forEach(offset -> unfounded.add(name(frame.partition(), offset)));
            none.clear();
        }
        partition.next = frame.offset() + 1;
        if (!partition.early.remove(frame.offset())) {
            partition.waiting.add(frame.offset());
        }
    }

    @Override
    public void verdict(VerdictAt at) {
        verdicts++;
        FrameId id = at.verdict().id();
        Partition partition = of(id.partition());
        if (id.offset() >= partition.next) {
            if (!partition.early.add(id.offset())) {
                doubled.add(id);
            }
        } else if (!partition.waiting.remove(id.offset())) {
            (partition.isGap(id.offset()) ? unfounded : doubled).add(id);
        }
    }

    /** Frames that have no verdict yet. */
    public long waiting() {
        return partitions.values().stream().mapToLong(p -> p.waiting.size()).sum();
    }

    @Override
    public void verify() {
        String run = frames + " frames, " + verdicts + " verdicts";
        Breaches lost = new Breaches("frames without a verdict");
        partitions.forEach((number, partition) -> {
            partition.waiting.forEach(offset -> lost.add(name(number, offset)));
            partition.early.forEach(offset -> unfounded.add(name(number, offset)));
            partition.early.clear();
        });
        lost.verify(run);
        doubled.verify(run);
        unfounded.verify(run);
    }

    private static String name(int partition, long offset) {
        return "frames-" + partition + "-" + offset;
    }

    private Partition of(int number) {
        return partitions.computeIfAbsent(number, n -> new Partition());
    }
}
