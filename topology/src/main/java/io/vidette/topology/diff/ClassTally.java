package io.vidette.topology.diff;

import io.vidette.topology.message.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts pairs and single detections by class. */
final class ClassTally {
    private final Map<String, Counts> classes = new HashMap<>();

    private static final class Counts {
        private final ScoreShift shift = new ScoreShift();
        private long matched;
        private long onlyA;
        private long onlyB;

        void add(Counts other) {
            shift.add(other.shift);
            matched += other.matched;
            onlyA += other.onlyA;
            onlyB += other.onlyB;
        }

        ClassDifference named(String label) {
            return new ClassDifference(
                    label, matched + onlyA, matched + onlyB, matched, onlyA, onlyB, shift.mean(), shift.median());
        }
    }

    void add(DetectionMatching matching) {
        for (DetectionMatching.Pair pair : matching.pairs()) {
            Counts counts = of(pair.a());
            counts.matched++;
            counts.shift.add((double) pair.b().score() - pair.a().score());
        }
        matching.onlyA().forEach(detection -> of(detection).onlyA++);
        matching.onlyB().forEach(detection -> of(detection).onlyB++);
    }

    private Counts of(Detection detection) {
        return classes.computeIfAbsent(detection.label(), label -> new Counts());
    }

    /** Those with most detections first. */
    List<ClassDifference> byClass() {
        List<ClassDifference> list = new ArrayList<>();
        classes.forEach((label, counts) -> list.add(counts.named(label)));
        list.sort(Comparator.comparingLong((ClassDifference one) -> -one.countA() - one.countB())
                .thenComparing(ClassDifference::label));
        return list;
    }

    ClassDifference all() {
        Counts sum = new Counts();
        classes.values().forEach(sum::add);
        return sum.named("all");
    }
}
