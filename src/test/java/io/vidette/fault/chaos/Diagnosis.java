package io.vidette.fault.chaos;

import io.vidette.guarantee.Witness;
import io.vidette.topology.client.KafkaConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;

/** What can still be learnt when verdicts stay away: who is behind, and what groups and transactions the broker has. */
final class Diagnosis {
    private static final long SECONDS = 10;

    private final List<String> lines = new ArrayList<>();

    private Diagnosis() {}

    static String of(KafkaConnection kafka, Witness witness, String detections) {
        Diagnosis diagnosis = new Diagnosis();
        try (Admin admin = Admin.create(kafka.config())) {
            Map<Integer, Long> ends = witness.frameEnds();
            new TreeMap<>(witness.latest())
                    .forEach((camera, latest) -> diagnosis.lines.add("  " + camera + ": last verdict of frame "
                            + latest.partition() + "-" + latest.frame() + ", frames end at "
                            + ends.get(latest.partition())));
            diagnosis.ask("groups", () -> diagnosis.groups(admin));
            diagnosis.ask("transactions", () -> diagnosis.transactions(admin));
            diagnosis.ask("producers", () -> diagnosis.producers(admin, ends.keySet(), detections));
        }
        return String.join("\n", diagnosis.lines);
    }

    private void ask(String what, Callable<?> question) {
        try {
            question.call();
        } catch (Exception e) {
            lines.add("  no " + what + ": " + e);
        }
    }

    private Object groups(Admin admin) throws Exception {
        List<String> names = admin.listGroups().all().get(SECONDS, TimeUnit.SECONDS).stream()
                .map(group -> group.groupId())
                .toList();
        for (ConsumerGroupDescription group : admin.describeConsumerGroups(names)
                .all()
                .get(SECONDS, TimeUnit.SECONDS)
                .values()) {
            lines.add("  group " + group.groupId() + " is " + group.groupState());
            group.members()
                    .forEach(member -> lines.add("    " + member.consumerId() + " " + member.groupInstanceId() + " has "
                            + member.assignment().topicPartitions()));
        }
        return lines;
    }

    private Object transactions(Admin admin) throws Exception {
        for (TransactionListing transaction : admin.listTransactions().all().get(SECONDS, TimeUnit.SECONDS)) {
            lines.add("  transaction " + transaction.transactionalId() + " of producer " + transaction.producerId()
                    + " is " + transaction.state());
        }
        return lines;
    }

    private Object producers(Admin admin, Iterable<Integer> partitions, String detections) throws Exception {
        List<TopicPartition> all = new ArrayList<>();
        partitions.forEach(partition -> all.add(new TopicPartition(detections, partition)));
        for (Map.Entry<TopicPartition, PartitionProducerState> state : admin.describeProducers(all)
                .all()
                .get(SECONDS, TimeUnit.SECONDS)
                .entrySet()) {
            for (ProducerState producer : state.getValue().activeProducers()) {
                if (producer.currentTransactionStartOffset().isPresent()) {
                    lines.add("  " + state.getKey() + " has an open transaction: " + producer);
                }
            }
        }
        return lines;
    }
}
