package io.vidette.trainer.evaluate.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A street that a camera looks at, made of a seed: people walk both ways at different depths, cross, stop, turn, and pass
 * behind two pillars, where they are hidden for up to a second; those in front hide those behind. A detector sees it that
 * misses a tenth, draws boxes that tremble and shrink to what is left of a half hidden person, scores those low, and sees
 * ghosts.
 *
 * @param truth boxes of people of whom at least a tenth is to be seen, by true id
 * @param detections of it
 */
record StreetScene(List<MotRow> truth, List<MotRow> detections) {
    static final int WIDTH = 1280;
    static final int HEIGHT = 720;
    static final int FPS = 15;
    private static final int FRAMES = 20 * FPS;
    private static final double MISSED = 0.1;
    private static final double GHOSTS = 0.3;
    private static final double LEAST_VISIBLE = 0.1;
    private static final double SECOND = 1.0;

    /** A pillar hides whatever stands further up in the picture than its foot. */
    private record Pillar(double left, double right, double foot) {}

    static StreetScene of(long seed) {
        Random random = new Random(seed);
        List<Walker> people = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            people.add(new Walker(i + 1, random));
        }
        List<Pillar> pillars = List.of(pillar(380, random), pillar(820, random));
        List<MotRow> truth = new ArrayList<>();
        List<MotRow> detections = new ArrayList<>();
        for (int frame = 1; frame <= FRAMES; frame++) {
            for (Walker person : people) {
                person.walk(SECOND / FPS);
            }
            for (Walker person : people) {
                double visible = visible(person, people, pillars);
                if (person.isOutside() || visible < LEAST_VISIBLE) {
                    continue;
                }
                truth.add(person.box(frame));
                detect(person, visible, frame, random, detections);
            }
            if (random.nextDouble() < GHOSTS) {
                double height = 60 + 160 * random.nextDouble();
                detections.add(new MotRow(
                        frame,
                        -1,
                        random.nextDouble() * (WIDTH - 60),
                        random.nextDouble() * (HEIGHT - height),
                        height * 0.4,
                        height,
                        0.1 + 0.6 * random.nextDouble(),
                        -1));
            }
        }
        return new StreetScene(truth, detections);
    }

    /** As wide as hides a slow person for a second. */
    private static Pillar pillar(double left, Random random) {
        double width = 80 + 20 * random.nextDouble();
        return new Pillar(left, left + width, HEIGHT);
    }

    private static void detect(Walker person, double visible, int frame, Random random, List<MotRow> detections) {
        double score = (0.85 + 0.07 * random.nextGaussian()) * Math.min(1, 0.25 + visible);
        boolean missed = random.nextDouble() < MISSED;
        MotRow box = person.box(frame);
        double tremble = 0.03 * Math.sqrt(box.width() * box.height());
        // Half way to what is left of the person: detectors guess the rest, but not all of it.
        double shrunk = box.width() * (1 - (1 - visible) / 2);
        double left = box.left() + (person.isHiddenFromLeft() ? box.width() - shrunk : 0);
        MotRow seen = new MotRow(
                frame,
                -1,
                left + tremble * random.nextGaussian(),
                box.top() + tremble * random.nextGaussian(),
                Math.max(4, shrunk + tremble * random.nextGaussian()),
                Math.max(4, box.height() + tremble * random.nextGaussian()),
                Math.max(0, Math.min(0.99, score)),
                -1);
        if (!missed && score > 0.1) {
            detections.add(seen);
        }
    }

    /** Share of the width that nothing in front covers; remembers on which side the cover lies. */
    private static double visible(Walker person, List<Walker> people, List<Pillar> pillars) {
        MotRow box = person.box(1);
        boolean[] covered = new boolean[40];
        for (Pillar pillar : pillars) {
            if (pillar.foot() > person.foot()) {
                cover(covered, box, pillar.left(), pillar.right(), 1);
            }
        }
        for (Walker other : people) {
            if (other.foot() > person.foot() && !other.isOutside()) {
                MotRow front = other.box(1);
                double down = Math.min(box.top() + box.height(), front.top() + front.height())
                        - Math.max(box.top(), front.top());
                cover(covered, box, front.left(), front.left() + front.width(), down / box.height());
            }
        }
        int free = 0;
        double middle = 0;
        for (int i = 0; i < covered.length; i++) {
            free += covered[i] ? 0 : 1;
            middle += covered[i] ? 0 : i;
        }
        person.hiddenFromLeft(free > 0 && middle / free > (covered.length - 1) / 2.0);
        return (double) free / covered.length;
    }

    private static void cover(boolean[] covered, MotRow box, double left, double right, double share) {
        if (share < 0.5) {
            return;
        }
        for (int i = 0; i < covered.length; i++) {
            double x = box.left() + box.width() * (i + 0.5) / covered.length;
            covered[i] |= x >= left && x <= right;
        }
    }
}
