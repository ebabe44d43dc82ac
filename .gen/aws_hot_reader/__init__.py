from pkgutil import extend_path
__path__ = extend_path(__path__, __name__)

import abc
import builtins
import datetime
import enum
import typing

import jsii
import publication
import typing_extensions

import typeguard
from importlib.metadata import version as _metadata_package_version
TYPEGUARD_MAJOR_VERSION = int(_metadata_package_version('typeguard').split('.')[0])

def check_type(argname: str, value: object, expected_type: typing.Any) -> typing.Any:
    if TYPEGUARD_MAJOR_VERSION <= 2:
        return typeguard.check_type(argname=argname, value=value, expected_type=expected_type) # type:ignore
    else:
        if isinstance(value, jsii._reference_map.InterfaceDynamicProxy): # pyright: ignore [reportAttributeAccessIssue]
           pass
        else:
            if TYPEGUARD_MAJOR_VERSION == 3:
                typeguard.config.collection_check_strategy = typeguard.CollectionCheckStrategy.ALL_ITEMS # type:ignore
                typeguard.check_type(value=value, expected_type=expected_type) # type:ignore
            else:
                typeguard.check_type(value=value, expected_type=expected_type, collection_check_strategy=typeguard.CollectionCheckStrategy.ALL_ITEMS) # type:ignore

from ._jsii import *

import cdktf as _cdktf_9a9027ec
import constructs as _constructs_77d1e7e8


class AwsHotReader(
    _cdktf_9a9027ec.TerraformModule,
    metaclass=jsii.JSIIMeta,
    jsii_type="aws-hot-reader.AwsHotReader",
):
    '''Defines an AwsHotReader based on a Terraform module.

    Source at ./modules/aws-hot-reader
    '''

    def __init__(
        self,
        scope: _constructs_77d1e7e8.Construct,
        id: builtins.str,
        *,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_reader_last_entry_package: builtins.str,
        hot_reader_package: builtins.str,
        alarms: typing.Any = None,
        architecture: typing.Optional[builtins.str] = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        existing_hot_store: typing.Any = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        last_entry_hours: typing.Optional[jsii.Number] = None,
        last_entry_records: typing.Optional[jsii.Number] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        query_timeout_seconds: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        token_generation: typing.Optional[jsii.Number] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param scope: -
        :param id: -
        :param digital_twin_info: JSON object that says which twin the functions serve: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.
        :param digital_twin_name: Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param hot_reader_last_entry_package: Path of the zip with the last-entry reader; lambda_function.lambda_handler is at its root.
        :param hot_reader_package: Path of the zip with the history reader; lambda_function.lambda_handler is at its root.
        :param alarms: CloudWatch alarms of each function, and the ARNs that they notify, such as SNS topics. Each alarm has a price. With enabled = false, there are none.
        :param architecture: Instruction set of the functions, x86_64 or arm64; the packages must be built for it. x86_64
        :param deletion_protection: While true, destroy fails before it deletes anything, and DynamoDB refuses to delete the table that the module created: set it to false and apply before you destroy. A deleted table can be restored for 35 days, because point-in-time recovery is on. true
        :param existing_hot_store: An existing DynamoDB table to read. Null creates one. ``records`` is the form of its items, where it is not that of Crosstwin: ``device`` is the partition key (a string) and ``time`` the sort key, of the table or of ``index_name``; ``values`` is the map that holds the properties. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        :param future_tolerance_seconds: Seconds that a record can be ahead of the reader's clock. A last entry ignores later records, because a wrong clock would otherwise keep its record the newest. 600
        :param kms_key_arn: Customer managed KMS key for the functions' environment, which holds the token, and for the table that the module makes; null: keys that AWS owns. Whoever writes to the table then needs this key too.
        :param last_entry_hours: How many hours older than the newest record a value of a last entry can be. 24
        :param last_entry_records: How many records a last entry reads beside the newest one, to find properties that the newest record does not have. More records cost more for a property that is never stored. 20
        :param log_retention_days: Days that the functions' logs are kept. 30
        :param max_concurrency: Concurrent executions that each of the two functions reserves, and its limit, which protects the public URL. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null. 20
        :param memory_mb: Memory of each function in MB; CPU grows with it. 512
        :param query_timeout_seconds: Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error. Keep it below the remote_reader_timeout_seconds of the connectors that query this reader. 8
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends an invocation. 30
        :param token_generation: Generation of the inter-cloud token. Raise it by one to rotate: the readers then accept the new token and the one before. 1
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e00f94156914c05e37b69cd6ae1bfe8557c6046befac00947a5d32b678780b59)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        config = AwsHotReaderConfig(
            digital_twin_info=digital_twin_info,
            digital_twin_name=digital_twin_name,
            hot_reader_last_entry_package=hot_reader_last_entry_package,
            hot_reader_package=hot_reader_package,
            alarms=alarms,
            architecture=architecture,
            deletion_protection=deletion_protection,
            existing_hot_store=existing_hot_store,
            future_tolerance_seconds=future_tolerance_seconds,
            kms_key_arn=kms_key_arn,
            last_entry_hours=last_entry_hours,
            last_entry_records=last_entry_records,
            log_retention_days=log_retention_days,
            max_concurrency=max_concurrency,
            memory_mb=memory_mb,
            query_timeout_seconds=query_timeout_seconds,
            tags=tags,
            timeout_seconds=timeout_seconds,
            token_generation=token_generation,
            depends_on=depends_on,
            for_each=for_each,
            providers=providers,
            skip_asset_creation_from_local_modules=skip_asset_creation_from_local_modules,
        )

        jsii.create(self.__class__, self, [scope, id, config])

    @jsii.member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> typing.Mapping[builtins.str, typing.Any]:
        return typing.cast(typing.Mapping[builtins.str, typing.Any], jsii.invoke(self, "synthesizeAttributes", []))

    @jsii.member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> typing.Mapping[builtins.str, typing.Any]:
        return typing.cast(typing.Mapping[builtins.str, typing.Any], jsii.invoke(self, "synthesizeHclAttributes", []))

    @builtins.property
    @jsii.member(jsii_name="hotReaderArnOutput")
    def hot_reader_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotReaderLastEntryArnOutput")
    def hot_reader_last_entry_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderLastEntryArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotReaderLastEntryUrlOutput")
    def hot_reader_last_entry_url_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderLastEntryUrlOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotReaderUrlOutput")
    def hot_reader_url_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderUrlOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotStoreTableNameOutput")
    def hot_store_table_name_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotStoreTableNameOutput"))

    @builtins.property
    @jsii.member(jsii_name="interCloudTokenOutput")
    def inter_cloud_token_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "interCloudTokenOutput"))

    @builtins.property
    @jsii.member(jsii_name="alarms")
    def alarms(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "alarms"))

    @alarms.setter
    def alarms(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__4802a97046112b435f5714b9f5a76cc8d041b42cb2b753f17d3603422ab4e158)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "alarms", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinInfo")
    def digital_twin_info(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinInfo"))

    @digital_twin_info.setter
    def digital_twin_info(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e21504b4f2c192efaac2ef7b6f9f004ac5bca96b06cb9b16327cd9e44fd4103d)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinInfo", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinName")
    def digital_twin_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinName"))

    @digital_twin_name.setter
    def digital_twin_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__6d813a4315f014d902fb51de6c9dadf32fe5f745bafd4ed87c7fdc1757893c5d)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="existingHotStore")
    def existing_hot_store(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "existingHotStore"))

    @existing_hot_store.setter
    def existing_hot_store(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__9252db5e7f2063946ee56becb2ae3ac6d71403c9d0b694b177624abc7edc9734)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "existingHotStore", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="hotReaderLastEntryPackage")
    def hot_reader_last_entry_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderLastEntryPackage"))

    @hot_reader_last_entry_package.setter
    def hot_reader_last_entry_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__0bc86094aca29acfb27948989b09ec4df9c64a373f8cbc7d466fc337659db81e)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "hotReaderLastEntryPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="hotReaderPackage")
    def hot_reader_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderPackage"))

    @hot_reader_package.setter
    def hot_reader_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__f221e79171713068932fec97a833db5e77da31e75fc9f0a81c79c572ee993108)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "hotReaderPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="architecture")
    def architecture(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "architecture"))

    @architecture.setter
    def architecture(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__6cf3fdff7b7e08f655ffa362da34711f66182cd6e635734415aa86033873b628)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "architecture", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="deletionProtection")
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        return typing.cast(typing.Optional[builtins.bool], jsii.get(self, "deletionProtection"))

    @deletion_protection.setter
    def deletion_protection(self, value: typing.Optional[builtins.bool]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__57e4ab067fc8abe83382da9e845021c6cc1610cbeacd67c7c7fe922042e2e715)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "deletionProtection", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="futureToleranceSeconds")
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "futureToleranceSeconds"))

    @future_tolerance_seconds.setter
    def future_tolerance_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__87735700505f6c9e74fe2f94c5d454fdc19aef71be43a82995a062e94371fc63)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "futureToleranceSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="kmsKeyArn")
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "kmsKeyArn"))

    @kms_key_arn.setter
    def kms_key_arn(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__6c1fef8649426adacff41eade241711f09e4b74551ad3621e2768b58089cbd7a)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "kmsKeyArn", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="lastEntryHours")
    def last_entry_hours(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "lastEntryHours"))

    @last_entry_hours.setter
    def last_entry_hours(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__f0639bb093ece4a119d1487d503d95c772700ad288165e70e9418a8a544043d5)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "lastEntryHours", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="lastEntryRecords")
    def last_entry_records(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "lastEntryRecords"))

    @last_entry_records.setter
    def last_entry_records(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__b2f62afe23f3ae29a153c9c5b2224af127bd707cf67036780458488a3f4c351e)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "lastEntryRecords", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="logRetentionDays")
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "logRetentionDays"))

    @log_retention_days.setter
    def log_retention_days(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__6234a60f64799a278ac7e3e55b5b74e342e1fd218a7e28fb0aab04472d7e109c)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "logRetentionDays", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="maxConcurrency")
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "maxConcurrency"))

    @max_concurrency.setter
    def max_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__89f64874ccc82cd2f2ca3a71c43177beec3fdab7300b192bbdbde3626b54dce2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "maxConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="memoryMb")
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "memoryMb"))

    @memory_mb.setter
    def memory_mb(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__2d5ef2d046df5294ff475671c948596a14040967fd7f2a6e8039d8f8a05046a0)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "memoryMb", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="queryTimeoutSeconds")
    def query_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "queryTimeoutSeconds"))

    @query_timeout_seconds.setter
    def query_timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__15b6822b7a2f335b6bc1b356ef575df83aac4f3ff4d9302388f26305730aa5e8)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "queryTimeoutSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="tags")
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], jsii.get(self, "tags"))

    @tags.setter
    def tags(
        self,
        value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__413da8084e6d312460054cbc446548241cb08f7d8e949d9463beac30b6ec84ce)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tags", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="timeoutSeconds")
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "timeoutSeconds"))

    @timeout_seconds.setter
    def timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__d671ee7500e32941dfb2ab72684aae4f3ae5366d4fe569c76d3e98c15c6d9b2f)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "timeoutSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="tokenGeneration")
    def token_generation(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "tokenGeneration"))

    @token_generation.setter
    def token_generation(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__bfe5746dd53ffee13b4d5e52a96f4c82966b59f955bc9586515b3024ecd26bb9)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tokenGeneration", value) # pyright: ignore[reportArgumentType]


@jsii.data_type(
    jsii_type="aws-hot-reader.AwsHotReaderConfig",
    jsii_struct_bases=[_cdktf_9a9027ec.TerraformModuleUserConfig],
    name_mapping={
        "depends_on": "dependsOn",
        "for_each": "forEach",
        "providers": "providers",
        "skip_asset_creation_from_local_modules": "skipAssetCreationFromLocalModules",
        "digital_twin_info": "digitalTwinInfo",
        "digital_twin_name": "digitalTwinName",
        "hot_reader_last_entry_package": "hotReaderLastEntryPackage",
        "hot_reader_package": "hotReaderPackage",
        "alarms": "alarms",
        "architecture": "architecture",
        "deletion_protection": "deletionProtection",
        "existing_hot_store": "existingHotStore",
        "future_tolerance_seconds": "futureToleranceSeconds",
        "kms_key_arn": "kmsKeyArn",
        "last_entry_hours": "lastEntryHours",
        "last_entry_records": "lastEntryRecords",
        "log_retention_days": "logRetentionDays",
        "max_concurrency": "maxConcurrency",
        "memory_mb": "memoryMb",
        "query_timeout_seconds": "queryTimeoutSeconds",
        "tags": "tags",
        "timeout_seconds": "timeoutSeconds",
        "token_generation": "tokenGeneration",
    },
)
class AwsHotReaderConfig(_cdktf_9a9027ec.TerraformModuleUserConfig):
    def __init__(
        self,
        *,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_reader_last_entry_package: builtins.str,
        hot_reader_package: builtins.str,
        alarms: typing.Any = None,
        architecture: typing.Optional[builtins.str] = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        existing_hot_store: typing.Any = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        last_entry_hours: typing.Optional[jsii.Number] = None,
        last_entry_records: typing.Optional[jsii.Number] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        query_timeout_seconds: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        token_generation: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        :param digital_twin_info: JSON object that says which twin the functions serve: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.
        :param digital_twin_name: Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param hot_reader_last_entry_package: Path of the zip with the last-entry reader; lambda_function.lambda_handler is at its root.
        :param hot_reader_package: Path of the zip with the history reader; lambda_function.lambda_handler is at its root.
        :param alarms: CloudWatch alarms of each function, and the ARNs that they notify, such as SNS topics. Each alarm has a price. With enabled = false, there are none.
        :param architecture: Instruction set of the functions, x86_64 or arm64; the packages must be built for it. x86_64
        :param deletion_protection: While true, destroy fails before it deletes anything, and DynamoDB refuses to delete the table that the module created: set it to false and apply before you destroy. A deleted table can be restored for 35 days, because point-in-time recovery is on. true
        :param existing_hot_store: An existing DynamoDB table to read. Null creates one. ``records`` is the form of its items, where it is not that of Crosstwin: ``device`` is the partition key (a string) and ``time`` the sort key, of the table or of ``index_name``; ``values`` is the map that holds the properties. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        :param future_tolerance_seconds: Seconds that a record can be ahead of the reader's clock. A last entry ignores later records, because a wrong clock would otherwise keep its record the newest. 600
        :param kms_key_arn: Customer managed KMS key for the functions' environment, which holds the token, and for the table that the module makes; null: keys that AWS owns. Whoever writes to the table then needs this key too.
        :param last_entry_hours: How many hours older than the newest record a value of a last entry can be. 24
        :param last_entry_records: How many records a last entry reads beside the newest one, to find properties that the newest record does not have. More records cost more for a property that is never stored. 20
        :param log_retention_days: Days that the functions' logs are kept. 30
        :param max_concurrency: Concurrent executions that each of the two functions reserves, and its limit, which protects the public URL. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null. 20
        :param memory_mb: Memory of each function in MB; CPU grows with it. 512
        :param query_timeout_seconds: Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error. Keep it below the remote_reader_timeout_seconds of the connectors that query this reader. 8
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends an invocation. 30
        :param token_generation: Generation of the inter-cloud token. Raise it by one to rotate: the readers then accept the new token and the one before. 1
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ac8e359172a7021f1d695bfe6afc25194227a8cc5b6caca6b27cd3441089f56e)
            check_type(argname="argument depends_on", value=depends_on, expected_type=type_hints["depends_on"])
            check_type(argname="argument for_each", value=for_each, expected_type=type_hints["for_each"])
            check_type(argname="argument providers", value=providers, expected_type=type_hints["providers"])
            check_type(argname="argument skip_asset_creation_from_local_modules", value=skip_asset_creation_from_local_modules, expected_type=type_hints["skip_asset_creation_from_local_modules"])
            check_type(argname="argument digital_twin_info", value=digital_twin_info, expected_type=type_hints["digital_twin_info"])
            check_type(argname="argument digital_twin_name", value=digital_twin_name, expected_type=type_hints["digital_twin_name"])
            check_type(argname="argument hot_reader_last_entry_package", value=hot_reader_last_entry_package, expected_type=type_hints["hot_reader_last_entry_package"])
            check_type(argname="argument hot_reader_package", value=hot_reader_package, expected_type=type_hints["hot_reader_package"])
            check_type(argname="argument alarms", value=alarms, expected_type=type_hints["alarms"])
            check_type(argname="argument architecture", value=architecture, expected_type=type_hints["architecture"])
            check_type(argname="argument deletion_protection", value=deletion_protection, expected_type=type_hints["deletion_protection"])
            check_type(argname="argument existing_hot_store", value=existing_hot_store, expected_type=type_hints["existing_hot_store"])
            check_type(argname="argument future_tolerance_seconds", value=future_tolerance_seconds, expected_type=type_hints["future_tolerance_seconds"])
            check_type(argname="argument kms_key_arn", value=kms_key_arn, expected_type=type_hints["kms_key_arn"])
            check_type(argname="argument last_entry_hours", value=last_entry_hours, expected_type=type_hints["last_entry_hours"])
            check_type(argname="argument last_entry_records", value=last_entry_records, expected_type=type_hints["last_entry_records"])
            check_type(argname="argument log_retention_days", value=log_retention_days, expected_type=type_hints["log_retention_days"])
            check_type(argname="argument max_concurrency", value=max_concurrency, expected_type=type_hints["max_concurrency"])
            check_type(argname="argument memory_mb", value=memory_mb, expected_type=type_hints["memory_mb"])
            check_type(argname="argument query_timeout_seconds", value=query_timeout_seconds, expected_type=type_hints["query_timeout_seconds"])
            check_type(argname="argument tags", value=tags, expected_type=type_hints["tags"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
            check_type(argname="argument token_generation", value=token_generation, expected_type=type_hints["token_generation"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "digital_twin_info": digital_twin_info,
            "digital_twin_name": digital_twin_name,
            "hot_reader_last_entry_package": hot_reader_last_entry_package,
            "hot_reader_package": hot_reader_package,
        }
        if depends_on is not None:
            self._values["depends_on"] = depends_on
        if for_each is not None:
            self._values["for_each"] = for_each
        if providers is not None:
            self._values["providers"] = providers
        if skip_asset_creation_from_local_modules is not None:
            self._values["skip_asset_creation_from_local_modules"] = skip_asset_creation_from_local_modules
        if alarms is not None:
            self._values["alarms"] = alarms
        if architecture is not None:
            self._values["architecture"] = architecture
        if deletion_protection is not None:
            self._values["deletion_protection"] = deletion_protection
        if existing_hot_store is not None:
            self._values["existing_hot_store"] = existing_hot_store
        if future_tolerance_seconds is not None:
            self._values["future_tolerance_seconds"] = future_tolerance_seconds
        if kms_key_arn is not None:
            self._values["kms_key_arn"] = kms_key_arn
        if last_entry_hours is not None:
            self._values["last_entry_hours"] = last_entry_hours
        if last_entry_records is not None:
            self._values["last_entry_records"] = last_entry_records
        if log_retention_days is not None:
            self._values["log_retention_days"] = log_retention_days
        if max_concurrency is not None:
            self._values["max_concurrency"] = max_concurrency
        if memory_mb is not None:
            self._values["memory_mb"] = memory_mb
        if query_timeout_seconds is not None:
            self._values["query_timeout_seconds"] = query_timeout_seconds
        if tags is not None:
            self._values["tags"] = tags
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds
        if token_generation is not None:
            self._values["token_generation"] = token_generation

    @builtins.property
    def depends_on(
        self,
    ) -> typing.Optional[typing.List[_cdktf_9a9027ec.ITerraformDependable]]:
        '''
        :stability: experimental
        '''
        result = self._values.get("depends_on")
        return typing.cast(typing.Optional[typing.List[_cdktf_9a9027ec.ITerraformDependable]], result)

    @builtins.property
    def for_each(self) -> typing.Optional[_cdktf_9a9027ec.ITerraformIterator]:
        '''
        :stability: experimental
        '''
        result = self._values.get("for_each")
        return typing.cast(typing.Optional[_cdktf_9a9027ec.ITerraformIterator], result)

    @builtins.property
    def providers(
        self,
    ) -> typing.Optional[typing.List[typing.Union[_cdktf_9a9027ec.TerraformProvider, _cdktf_9a9027ec.TerraformModuleProvider]]]:
        '''
        :stability: experimental
        '''
        result = self._values.get("providers")
        return typing.cast(typing.Optional[typing.List[typing.Union[_cdktf_9a9027ec.TerraformProvider, _cdktf_9a9027ec.TerraformModuleProvider]]], result)

    @builtins.property
    def skip_asset_creation_from_local_modules(self) -> typing.Optional[builtins.bool]:
        '''
        :stability: experimental
        '''
        result = self._values.get("skip_asset_creation_from_local_modules")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def digital_twin_info(self) -> builtins.str:
        '''JSON object that says which twin the functions serve: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.'''
        result = self._values.get("digital_twin_info")
        assert result is not None, "Required property 'digital_twin_info' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def digital_twin_name(self) -> builtins.str:
        '''Name of the digital twin;

        prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        '''
        result = self._values.get("digital_twin_name")
        assert result is not None, "Required property 'digital_twin_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def hot_reader_last_entry_package(self) -> builtins.str:
        '''Path of the zip with the last-entry reader;

        lambda_function.lambda_handler is at its root.
        '''
        result = self._values.get("hot_reader_last_entry_package")
        assert result is not None, "Required property 'hot_reader_last_entry_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def hot_reader_package(self) -> builtins.str:
        '''Path of the zip with the history reader;

        lambda_function.lambda_handler is at its root.
        '''
        result = self._values.get("hot_reader_package")
        assert result is not None, "Required property 'hot_reader_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def alarms(self) -> typing.Any:
        '''CloudWatch alarms of each function, and the ARNs that they notify, such as SNS topics.

        Each alarm has a price. With enabled = false, there are none.
        '''
        result = self._values.get("alarms")
        return typing.cast(typing.Any, result)

    @builtins.property
    def architecture(self) -> typing.Optional[builtins.str]:
        '''Instruction set of the functions, x86_64 or arm64;

        the packages must be built for it.
        x86_64
        '''
        result = self._values.get("architecture")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        '''While true, destroy fails before it deletes anything, and DynamoDB refuses to delete the table that the module created: set it to false and apply before you destroy.

        A deleted table can be restored for 35 days, because point-in-time recovery is on.
        true
        '''
        result = self._values.get("deletion_protection")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def existing_hot_store(self) -> typing.Any:
        '''An existing DynamoDB table to read.

        Null creates one. ``records`` is the form of its items, where it is not that of Crosstwin: ``device`` is the partition key (a string) and ``time`` the sort key, of the table or of ``index_name``; ``values`` is the map that holds the properties. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        '''
        result = self._values.get("existing_hot_store")
        return typing.cast(typing.Any, result)

    @builtins.property
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds that a record can be ahead of the reader's clock.

        A last entry ignores later records, because a wrong clock would otherwise keep its record the newest.
        600
        '''
        result = self._values.get("future_tolerance_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        '''Customer managed KMS key for the functions' environment, which holds the token, and for the table that the module makes;

        null: keys that AWS owns. Whoever writes to the table then needs this key too.
        '''
        result = self._values.get("kms_key_arn")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def last_entry_hours(self) -> typing.Optional[jsii.Number]:
        '''How many hours older than the newest record a value of a last entry can be.

        24
        '''
        result = self._values.get("last_entry_hours")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def last_entry_records(self) -> typing.Optional[jsii.Number]:
        '''How many records a last entry reads beside the newest one, to find properties that the newest record does not have.

        More records cost more for a property that is never stored.
        20
        '''
        result = self._values.get("last_entry_records")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        '''Days that the functions' logs are kept.

        30
        '''
        result = self._values.get("log_retention_days")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Concurrent executions that each of the two functions reserves, and its limit, which protects the public URL.

        null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null.
        20
        '''
        result = self._values.get("max_concurrency")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        '''Memory of each function in MB;

        CPU grows with it.
        512
        '''
        result = self._values.get("memory_mb")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def query_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error.

        Keep it below the remote_reader_timeout_seconds of the connectors that query this reader.
        8
        '''
        result = self._values.get("query_timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''Tags of every resource.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("tags")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds after which Lambda ends an invocation.

        30
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def token_generation(self) -> typing.Optional[jsii.Number]:
        '''Generation of the inter-cloud token.

        Raise it by one to rotate: the readers then accept the new token and the one before.
        1
        '''
        result = self._values.get("token_generation")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "AwsHotReaderConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "AwsHotReader",
    "AwsHotReaderConfig",
]

publication.publish()

def _typecheckingstub__e00f94156914c05e37b69cd6ae1bfe8557c6046befac00947a5d32b678780b59(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_reader_last_entry_package: builtins.str,
    hot_reader_package: builtins.str,
    alarms: typing.Any = None,
    architecture: typing.Optional[builtins.str] = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    existing_hot_store: typing.Any = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    last_entry_hours: typing.Optional[jsii.Number] = None,
    last_entry_records: typing.Optional[jsii.Number] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    query_timeout_seconds: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    token_generation: typing.Optional[jsii.Number] = None,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4802a97046112b435f5714b9f5a76cc8d041b42cb2b753f17d3603422ab4e158(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e21504b4f2c192efaac2ef7b6f9f004ac5bca96b06cb9b16327cd9e44fd4103d(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6d813a4315f014d902fb51de6c9dadf32fe5f745bafd4ed87c7fdc1757893c5d(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__9252db5e7f2063946ee56becb2ae3ac6d71403c9d0b694b177624abc7edc9734(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__0bc86094aca29acfb27948989b09ec4df9c64a373f8cbc7d466fc337659db81e(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f221e79171713068932fec97a833db5e77da31e75fc9f0a81c79c572ee993108(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6cf3fdff7b7e08f655ffa362da34711f66182cd6e635734415aa86033873b628(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__57e4ab067fc8abe83382da9e845021c6cc1610cbeacd67c7c7fe922042e2e715(
    value: typing.Optional[builtins.bool],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__87735700505f6c9e74fe2f94c5d454fdc19aef71be43a82995a062e94371fc63(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6c1fef8649426adacff41eade241711f09e4b74551ad3621e2768b58089cbd7a(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f0639bb093ece4a119d1487d503d95c772700ad288165e70e9418a8a544043d5(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__b2f62afe23f3ae29a153c9c5b2224af127bd707cf67036780458488a3f4c351e(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6234a60f64799a278ac7e3e55b5b74e342e1fd218a7e28fb0aab04472d7e109c(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__89f64874ccc82cd2f2ca3a71c43177beec3fdab7300b192bbdbde3626b54dce2(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2d5ef2d046df5294ff475671c948596a14040967fd7f2a6e8039d8f8a05046a0(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__15b6822b7a2f335b6bc1b356ef575df83aac4f3ff4d9302388f26305730aa5e8(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__413da8084e6d312460054cbc446548241cb08f7d8e949d9463beac30b6ec84ce(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d671ee7500e32941dfb2ab72684aae4f3ae5366d4fe569c76d3e98c15c6d9b2f(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__bfe5746dd53ffee13b4d5e52a96f4c82966b59f955bc9586515b3024ecd26bb9(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ac8e359172a7021f1d695bfe6afc25194227a8cc5b6caca6b27cd3441089f56e(
    *,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_reader_last_entry_package: builtins.str,
    hot_reader_package: builtins.str,
    alarms: typing.Any = None,
    architecture: typing.Optional[builtins.str] = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    existing_hot_store: typing.Any = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    last_entry_hours: typing.Optional[jsii.Number] = None,
    last_entry_records: typing.Optional[jsii.Number] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    query_timeout_seconds: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    token_generation: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass
