import { definesNothing } from "../inert-resource.ts";
import type { Identity } from "../resource-type.ts";

const arn =
  (service: string, prefix: string, suffix = "") =>
  ({ name, place }: Identity) =>
    `arn:aws:${service}:${place.region}:${place.account}:${prefix}${name}${suffix}`;

/**
 * Types that change nothing on the local host, each with the reason. Only names and attributes of them are known,
 * because others refer to them.
 */
export const withoutLocalEffect = [
  definesNothing("AWS::CDK::Metadata", "statistics of the CDK itself"),
  definesNothing("AWS::ApiGateway::Account", "there are no access logs"),
  definesNothing("AWS::Logs::LogGroup", "each function logs to a file of its own", {
    nameProperty: "LogGroupName",
    attributes: { Arn: arn("logs", "log-group:", ":*") },
  }),
  definesNothing("AWS::Logs::ResourcePolicy", "nothing is delivered to log groups"),
  definesNothing("AWS::Logs::MetricFilter", "there are no metrics"),
  definesNothing("AWS::Logs::QueryDefinition", "a saved query of the console"),
  definesNothing("AWS::CloudWatch::Alarm", "there are no metrics", {
    nameProperty: "AlarmName",
    attributes: { Arn: arn("cloudwatch", "alarm:") },
  }),
  definesNothing("AWS::CloudWatch::CompositeAlarm", "there are no metrics", {
    nameProperty: "AlarmName",
    attributes: { Arn: arn("cloudwatch", "alarm:") },
  }),
  definesNothing("AWS::CloudWatch::Dashboard", "there are no metrics", { nameProperty: "DashboardName" }),
  definesNothing("AWS::Budgets::Budget", "nothing costs anything"),
  definesNothing("AWS::KMS::Key", "data lies on the developer's own disk, and calls to KMS are refused", {
    attributes: { Arn: arn("kms", "key/"), KeyId: ({ name }) => name },
  }),
  definesNothing("AWS::KMS::Alias", "see the key", { nameProperty: "AliasName" }),
  // A topic that more than alarms would publish to is found at once: calls to SNS are refused.
  definesNothing("AWS::SNS::Topic", "there are no alarms that would publish", {
    nameProperty: "TopicName",
    ref: arn("sns", ""),
    attributes: { TopicArn: arn("sns", ""), TopicName: ({ name }) => name },
  }),
  definesNothing("AWS::SNS::TopicPolicy", "see the topic"),
  definesNothing("AWS::SNS::Subscription", "see the topic"),
  definesNothing("Custom::S3AutoDeleteObjects", "acts when the stack is deleted"),
];
