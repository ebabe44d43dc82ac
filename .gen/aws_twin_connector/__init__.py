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


class AwsTwinConnector(
    _cdktf_9a9027ec.TerraformModule,
    metaclass=jsii.JSIIMeta,
    jsii_type="aws-twin-connector.AwsTwinConnector",
):
    '''Defines an AwsTwinConnector based on a Terraform module.

    Source at ./modules/aws-twin-connector
    '''

    def __init__(
        self,
        scope: _constructs_77d1e7e8.Construct,
        id: builtins.str,
        *,
        data_connector_last_entry_package: builtins.str,
        data_connector_package: builtins.str,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_cloud: builtins.str,
        inter_cloud_token: builtins.str,
        remote_reader_last_entry_url: builtins.str,
        remote_reader_url: builtins.str,
        alarms: typing.Any = None,
        architecture: typing.Optional[builtins.str] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        local_hot_reader_last_entry_name: typing.Optional[builtins.str] = None,
        local_hot_reader_name: typing.Optional[builtins.str] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        remote_reader_max_retries: typing.Optional[jsii.Number] = None,
        remote_reader_timeout_seconds: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param scope: -
        :param id: -
        :param data_connector_last_entry_package: Path of the zip with the connector for last entries; lambda_function.lambda_handler is at its root.
        :param data_connector_package: Path of the zip with the connector for histories; lambda_function.lambda_handler is at its root.
        :param digital_twin_info: JSON object that says which clouds the functions connect: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.
        :param digital_twin_name: Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param hot_cloud: Cloud whose hot data this pair of connectors reads: azure, gcp or aws. A twin has one pair per foreign cloud.
        :param inter_cloud_token: Token that the readers on hot_cloud accept: their module's output of the same name.
        :param remote_reader_last_entry_url: URL of the last-entry reader on hot_cloud; "" only where hot_cloud is aws and has no such reader.
        :param remote_reader_url: URL of the history reader on hot_cloud; "" only where hot_cloud is aws and has no such reader.
        :param alarms: CloudWatch alarms of each function, and the ARNs that they notify, such as SNS topics. Each alarm has a price. With enabled = false, there are none.
        :param architecture: Instruction set of the functions, x86_64 or arm64; the packages must be built for it. x86_64
        :param kms_key_arn: Customer managed KMS key for the functions' environment, which holds the token; null: a key that AWS manages.
        :param local_hot_reader_last_entry_name: Name of the last-entry reader on this cloud; null, as usual, if the data is on another cloud: the role can then invoke nothing.
        :param local_hot_reader_name: Name of the history reader on this cloud; null, as usual, if the data is on another cloud: the role can then invoke nothing.
        :param log_retention_days: Days that the functions' logs are kept. 30
        :param max_concurrency: Concurrent executions that each of the two functions reserves, and its limit, so that a cloud that fails cannot use up the executions that others need. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null. 20
        :param memory_mb: Memory of each function in MB; CPU grows with it. 512
        :param remote_reader_max_retries: Retries after a failed attempt (408, 429, 500, 502, 503, 504, no connection), within timeout_seconds. 3
        :param remote_reader_timeout_seconds: Seconds that the connector waits for one answer of the remote reader. 10
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends an execution, retries included. 30
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__5c52f101c6f8144065356c560ee47e7f8c372c5ffb18d71df970310ce93b145d)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        config = AwsTwinConnectorConfig(
            data_connector_last_entry_package=data_connector_last_entry_package,
            data_connector_package=data_connector_package,
            digital_twin_info=digital_twin_info,
            digital_twin_name=digital_twin_name,
            hot_cloud=hot_cloud,
            inter_cloud_token=inter_cloud_token,
            remote_reader_last_entry_url=remote_reader_last_entry_url,
            remote_reader_url=remote_reader_url,
            alarms=alarms,
            architecture=architecture,
            kms_key_arn=kms_key_arn,
            local_hot_reader_last_entry_name=local_hot_reader_last_entry_name,
            local_hot_reader_name=local_hot_reader_name,
            log_retention_days=log_retention_days,
            max_concurrency=max_concurrency,
            memory_mb=memory_mb,
            remote_reader_max_retries=remote_reader_max_retries,
            remote_reader_timeout_seconds=remote_reader_timeout_seconds,
            tags=tags,
            timeout_seconds=timeout_seconds,
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
    @jsii.member(jsii_name="dataConnectorArnOutput")
    def data_connector_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dataConnectorArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="dataConnectorLastEntryArnOutput")
    def data_connector_last_entry_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dataConnectorLastEntryArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="alarms")
    def alarms(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "alarms"))

    @alarms.setter
    def alarms(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e8a5683118b379811bce48b5894306d763c45750546d6a374fc2fadc68b5075c)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "alarms", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="dataConnectorLastEntryPackage")
    def data_connector_last_entry_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dataConnectorLastEntryPackage"))

    @data_connector_last_entry_package.setter
    def data_connector_last_entry_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__22c8f6686d215b587bfd0797771d1a2eb34eb1dc65ab25741165cb8004307570)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "dataConnectorLastEntryPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="dataConnectorPackage")
    def data_connector_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "dataConnectorPackage"))

    @data_connector_package.setter
    def data_connector_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__10b9a29393853342793b208475c5a761ce07e777a35c86fe192785aeded245b1)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "dataConnectorPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinInfo")
    def digital_twin_info(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinInfo"))

    @digital_twin_info.setter
    def digital_twin_info(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__aa5dce15850228e8f0715dc6b778c6814800a36f03ee372bfc53e9a0ecb9d00b)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinInfo", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinName")
    def digital_twin_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinName"))

    @digital_twin_name.setter
    def digital_twin_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__d2299c7a442969af396a90c0e1e3a6172f27f95b39e3450fec5a8b019fb1c9d2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="hotCloud")
    def hot_cloud(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotCloud"))

    @hot_cloud.setter
    def hot_cloud(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__3748bfeda9e1e25f8e900b67d4bcda58fbdcbd032a4a95ac8ede5d879c8a9cdf)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "hotCloud", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="interCloudToken")
    def inter_cloud_token(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "interCloudToken"))

    @inter_cloud_token.setter
    def inter_cloud_token(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__698f5bd08a8eae4e83d889801d58a0d6126a8563d02d155746fa0ad6db41b1db)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "interCloudToken", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="remoteReaderLastEntryUrl")
    def remote_reader_last_entry_url(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "remoteReaderLastEntryUrl"))

    @remote_reader_last_entry_url.setter
    def remote_reader_last_entry_url(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__27859c3e22a69e524b8cdb74011cc6f00fa4af56f8063c970b18cfda5b404044)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "remoteReaderLastEntryUrl", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="remoteReaderUrl")
    def remote_reader_url(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "remoteReaderUrl"))

    @remote_reader_url.setter
    def remote_reader_url(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__f1c7b32224885342597ec8902304e793c144d6a98794149baa9e07481e0e520c)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "remoteReaderUrl", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="architecture")
    def architecture(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "architecture"))

    @architecture.setter
    def architecture(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__645be69fd46c99f7c47bf396659b175fa4f276167ef23689ad439b9a04d4c3e2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "architecture", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="kmsKeyArn")
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "kmsKeyArn"))

    @kms_key_arn.setter
    def kms_key_arn(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__d3fa6a09813e3904246cc3b0b58d188454ae7f40f4407b6e6fcf58e39a55aaec)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "kmsKeyArn", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="localHotReaderLastEntryName")
    def local_hot_reader_last_entry_name(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "localHotReaderLastEntryName"))

    @local_hot_reader_last_entry_name.setter
    def local_hot_reader_last_entry_name(
        self,
        value: typing.Optional[builtins.str],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__0ab85082d3c3297366d5da209888ce33ae7641f2f2f0116208a5ce1703b7ec21)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "localHotReaderLastEntryName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="localHotReaderName")
    def local_hot_reader_name(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "localHotReaderName"))

    @local_hot_reader_name.setter
    def local_hot_reader_name(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__9a583d7ab77d921a64cf551dc7ca88b9d1251253b98a92f5a73769c281870ef9)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "localHotReaderName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="logRetentionDays")
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "logRetentionDays"))

    @log_retention_days.setter
    def log_retention_days(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__48edbafe79759c0b10cf2fdda0f67679a32ba47deb4d02adf4883ada3bcd77b7)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "logRetentionDays", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="maxConcurrency")
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "maxConcurrency"))

    @max_concurrency.setter
    def max_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ee8baf1f0e5e59b1a79320d5e3c98177b689d59959541a9b460b86bae2c3aecc)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "maxConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="memoryMb")
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "memoryMb"))

    @memory_mb.setter
    def memory_mb(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__11eaa6742bedba0e0f12b2612599800666741159dd71eb9afc334dcb8ab5d552)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "memoryMb", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="remoteReaderMaxRetries")
    def remote_reader_max_retries(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "remoteReaderMaxRetries"))

    @remote_reader_max_retries.setter
    def remote_reader_max_retries(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__6f07a3b35217a5146a6f99600a111ae5ac99d3bcfbf77c56c33753d560160cad)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "remoteReaderMaxRetries", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="remoteReaderTimeoutSeconds")
    def remote_reader_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "remoteReaderTimeoutSeconds"))

    @remote_reader_timeout_seconds.setter
    def remote_reader_timeout_seconds(
        self,
        value: typing.Optional[jsii.Number],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__f5b68b20cd512f3f12d58c77ba943c96697fe79b45aabe2218fa596e5998c499)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "remoteReaderTimeoutSeconds", value) # pyright: ignore[reportArgumentType]

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
            type_hints = typing.get_type_hints(_typecheckingstub__6a53c261d0ff97e4bf13bebc8e6719d32cf75e452ba519f5f12473c986af9eac)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tags", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="timeoutSeconds")
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "timeoutSeconds"))

    @timeout_seconds.setter
    def timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__453380f241f1768411900e98631aafc382b0ef1cff9e482416cf0334c12658bf)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "timeoutSeconds", value) # pyright: ignore[reportArgumentType]


@jsii.data_type(
    jsii_type="aws-twin-connector.AwsTwinConnectorConfig",
    jsii_struct_bases=[_cdktf_9a9027ec.TerraformModuleUserConfig],
    name_mapping={
        "depends_on": "dependsOn",
        "for_each": "forEach",
        "providers": "providers",
        "skip_asset_creation_from_local_modules": "skipAssetCreationFromLocalModules",
        "data_connector_last_entry_package": "dataConnectorLastEntryPackage",
        "data_connector_package": "dataConnectorPackage",
        "digital_twin_info": "digitalTwinInfo",
        "digital_twin_name": "digitalTwinName",
        "hot_cloud": "hotCloud",
        "inter_cloud_token": "interCloudToken",
        "remote_reader_last_entry_url": "remoteReaderLastEntryUrl",
        "remote_reader_url": "remoteReaderUrl",
        "alarms": "alarms",
        "architecture": "architecture",
        "kms_key_arn": "kmsKeyArn",
        "local_hot_reader_last_entry_name": "localHotReaderLastEntryName",
        "local_hot_reader_name": "localHotReaderName",
        "log_retention_days": "logRetentionDays",
        "max_concurrency": "maxConcurrency",
        "memory_mb": "memoryMb",
        "remote_reader_max_retries": "remoteReaderMaxRetries",
        "remote_reader_timeout_seconds": "remoteReaderTimeoutSeconds",
        "tags": "tags",
        "timeout_seconds": "timeoutSeconds",
    },
)
class AwsTwinConnectorConfig(_cdktf_9a9027ec.TerraformModuleUserConfig):
    def __init__(
        self,
        *,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
        data_connector_last_entry_package: builtins.str,
        data_connector_package: builtins.str,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_cloud: builtins.str,
        inter_cloud_token: builtins.str,
        remote_reader_last_entry_url: builtins.str,
        remote_reader_url: builtins.str,
        alarms: typing.Any = None,
        architecture: typing.Optional[builtins.str] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        local_hot_reader_last_entry_name: typing.Optional[builtins.str] = None,
        local_hot_reader_name: typing.Optional[builtins.str] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        remote_reader_max_retries: typing.Optional[jsii.Number] = None,
        remote_reader_timeout_seconds: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        :param data_connector_last_entry_package: Path of the zip with the connector for last entries; lambda_function.lambda_handler is at its root.
        :param data_connector_package: Path of the zip with the connector for histories; lambda_function.lambda_handler is at its root.
        :param digital_twin_info: JSON object that says which clouds the functions connect: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.
        :param digital_twin_name: Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param hot_cloud: Cloud whose hot data this pair of connectors reads: azure, gcp or aws. A twin has one pair per foreign cloud.
        :param inter_cloud_token: Token that the readers on hot_cloud accept: their module's output of the same name.
        :param remote_reader_last_entry_url: URL of the last-entry reader on hot_cloud; "" only where hot_cloud is aws and has no such reader.
        :param remote_reader_url: URL of the history reader on hot_cloud; "" only where hot_cloud is aws and has no such reader.
        :param alarms: CloudWatch alarms of each function, and the ARNs that they notify, such as SNS topics. Each alarm has a price. With enabled = false, there are none.
        :param architecture: Instruction set of the functions, x86_64 or arm64; the packages must be built for it. x86_64
        :param kms_key_arn: Customer managed KMS key for the functions' environment, which holds the token; null: a key that AWS manages.
        :param local_hot_reader_last_entry_name: Name of the last-entry reader on this cloud; null, as usual, if the data is on another cloud: the role can then invoke nothing.
        :param local_hot_reader_name: Name of the history reader on this cloud; null, as usual, if the data is on another cloud: the role can then invoke nothing.
        :param log_retention_days: Days that the functions' logs are kept. 30
        :param max_concurrency: Concurrent executions that each of the two functions reserves, and its limit, so that a cloud that fails cannot use up the executions that others need. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null. 20
        :param memory_mb: Memory of each function in MB; CPU grows with it. 512
        :param remote_reader_max_retries: Retries after a failed attempt (408, 429, 500, 502, 503, 504, no connection), within timeout_seconds. 3
        :param remote_reader_timeout_seconds: Seconds that the connector waits for one answer of the remote reader. 10
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends an execution, retries included. 30
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e88aca0ac1c154bc86a8d305d894b9c8a8310e05cb7679947bbb278e748ae931)
            check_type(argname="argument depends_on", value=depends_on, expected_type=type_hints["depends_on"])
            check_type(argname="argument for_each", value=for_each, expected_type=type_hints["for_each"])
            check_type(argname="argument providers", value=providers, expected_type=type_hints["providers"])
            check_type(argname="argument skip_asset_creation_from_local_modules", value=skip_asset_creation_from_local_modules, expected_type=type_hints["skip_asset_creation_from_local_modules"])
            check_type(argname="argument data_connector_last_entry_package", value=data_connector_last_entry_package, expected_type=type_hints["data_connector_last_entry_package"])
            check_type(argname="argument data_connector_package", value=data_connector_package, expected_type=type_hints["data_connector_package"])
            check_type(argname="argument digital_twin_info", value=digital_twin_info, expected_type=type_hints["digital_twin_info"])
            check_type(argname="argument digital_twin_name", value=digital_twin_name, expected_type=type_hints["digital_twin_name"])
            check_type(argname="argument hot_cloud", value=hot_cloud, expected_type=type_hints["hot_cloud"])
            check_type(argname="argument inter_cloud_token", value=inter_cloud_token, expected_type=type_hints["inter_cloud_token"])
            check_type(argname="argument remote_reader_last_entry_url", value=remote_reader_last_entry_url, expected_type=type_hints["remote_reader_last_entry_url"])
            check_type(argname="argument remote_reader_url", value=remote_reader_url, expected_type=type_hints["remote_reader_url"])
            check_type(argname="argument alarms", value=alarms, expected_type=type_hints["alarms"])
            check_type(argname="argument architecture", value=architecture, expected_type=type_hints["architecture"])
            check_type(argname="argument kms_key_arn", value=kms_key_arn, expected_type=type_hints["kms_key_arn"])
            check_type(argname="argument local_hot_reader_last_entry_name", value=local_hot_reader_last_entry_name, expected_type=type_hints["local_hot_reader_last_entry_name"])
            check_type(argname="argument local_hot_reader_name", value=local_hot_reader_name, expected_type=type_hints["local_hot_reader_name"])
            check_type(argname="argument log_retention_days", value=log_retention_days, expected_type=type_hints["log_retention_days"])
            check_type(argname="argument max_concurrency", value=max_concurrency, expected_type=type_hints["max_concurrency"])
            check_type(argname="argument memory_mb", value=memory_mb, expected_type=type_hints["memory_mb"])
            check_type(argname="argument remote_reader_max_retries", value=remote_reader_max_retries, expected_type=type_hints["remote_reader_max_retries"])
            check_type(argname="argument remote_reader_timeout_seconds", value=remote_reader_timeout_seconds, expected_type=type_hints["remote_reader_timeout_seconds"])
            check_type(argname="argument tags", value=tags, expected_type=type_hints["tags"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "data_connector_last_entry_package": data_connector_last_entry_package,
            "data_connector_package": data_connector_package,
            "digital_twin_info": digital_twin_info,
            "digital_twin_name": digital_twin_name,
            "hot_cloud": hot_cloud,
            "inter_cloud_token": inter_cloud_token,
            "remote_reader_last_entry_url": remote_reader_last_entry_url,
            "remote_reader_url": remote_reader_url,
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
        if kms_key_arn is not None:
            self._values["kms_key_arn"] = kms_key_arn
        if local_hot_reader_last_entry_name is not None:
            self._values["local_hot_reader_last_entry_name"] = local_hot_reader_last_entry_name
        if local_hot_reader_name is not None:
            self._values["local_hot_reader_name"] = local_hot_reader_name
        if log_retention_days is not None:
            self._values["log_retention_days"] = log_retention_days
        if max_concurrency is not None:
            self._values["max_concurrency"] = max_concurrency
        if memory_mb is not None:
            self._values["memory_mb"] = memory_mb
        if remote_reader_max_retries is not None:
            self._values["remote_reader_max_retries"] = remote_reader_max_retries
        if remote_reader_timeout_seconds is not None:
            self._values["remote_reader_timeout_seconds"] = remote_reader_timeout_seconds
        if tags is not None:
            self._values["tags"] = tags
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds

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
    def data_connector_last_entry_package(self) -> builtins.str:
        '''Path of the zip with the connector for last entries;

        lambda_function.lambda_handler is at its root.
        '''
        result = self._values.get("data_connector_last_entry_package")
        assert result is not None, "Required property 'data_connector_last_entry_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def data_connector_package(self) -> builtins.str:
        '''Path of the zip with the connector for histories;

        lambda_function.lambda_handler is at its root.
        '''
        result = self._values.get("data_connector_package")
        assert result is not None, "Required property 'data_connector_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def digital_twin_info(self) -> builtins.str:
        '''JSON object that says which clouds the functions connect: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.'''
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
    def hot_cloud(self) -> builtins.str:
        '''Cloud whose hot data this pair of connectors reads: azure, gcp or aws.

        A twin has one pair per foreign cloud.
        '''
        result = self._values.get("hot_cloud")
        assert result is not None, "Required property 'hot_cloud' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def inter_cloud_token(self) -> builtins.str:
        '''Token that the readers on hot_cloud accept: their module's output of the same name.'''
        result = self._values.get("inter_cloud_token")
        assert result is not None, "Required property 'inter_cloud_token' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def remote_reader_last_entry_url(self) -> builtins.str:
        '''URL of the last-entry reader on hot_cloud;

        "" only where hot_cloud is aws and has no such reader.
        '''
        result = self._values.get("remote_reader_last_entry_url")
        assert result is not None, "Required property 'remote_reader_last_entry_url' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def remote_reader_url(self) -> builtins.str:
        '''URL of the history reader on hot_cloud;

        "" only where hot_cloud is aws and has no such reader.
        '''
        result = self._values.get("remote_reader_url")
        assert result is not None, "Required property 'remote_reader_url' is missing"
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
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        '''Customer managed KMS key for the functions' environment, which holds the token;

        null: a key that AWS manages.
        '''
        result = self._values.get("kms_key_arn")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def local_hot_reader_last_entry_name(self) -> typing.Optional[builtins.str]:
        '''Name of the last-entry reader on this cloud;

        null, as usual, if the data is on another cloud: the role can then invoke nothing.
        '''
        result = self._values.get("local_hot_reader_last_entry_name")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def local_hot_reader_name(self) -> typing.Optional[builtins.str]:
        '''Name of the history reader on this cloud;

        null, as usual, if the data is on another cloud: the role can then invoke nothing.
        '''
        result = self._values.get("local_hot_reader_name")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        '''Days that the functions' logs are kept.

        30
        '''
        result = self._values.get("log_retention_days")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Concurrent executions that each of the two functions reserves, and its limit, so that a cloud that fails cannot use up the executions that others need.

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
    def remote_reader_max_retries(self) -> typing.Optional[jsii.Number]:
        '''Retries after a failed attempt (408, 429, 500, 502, 503, 504, no connection), within timeout_seconds.

        3
        '''
        result = self._values.get("remote_reader_max_retries")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def remote_reader_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds that the connector waits for one answer of the remote reader.

        10
        '''
        result = self._values.get("remote_reader_timeout_seconds")
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
        '''Seconds after which Lambda ends an execution, retries included.

        30
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "AwsTwinConnectorConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "AwsTwinConnector",
    "AwsTwinConnectorConfig",
]

publication.publish()

def _typecheckingstub__5c52f101c6f8144065356c560ee47e7f8c372c5ffb18d71df970310ce93b145d(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    data_connector_last_entry_package: builtins.str,
    data_connector_package: builtins.str,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_cloud: builtins.str,
    inter_cloud_token: builtins.str,
    remote_reader_last_entry_url: builtins.str,
    remote_reader_url: builtins.str,
    alarms: typing.Any = None,
    architecture: typing.Optional[builtins.str] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    local_hot_reader_last_entry_name: typing.Optional[builtins.str] = None,
    local_hot_reader_name: typing.Optional[builtins.str] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    remote_reader_max_retries: typing.Optional[jsii.Number] = None,
    remote_reader_timeout_seconds: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e8a5683118b379811bce48b5894306d763c45750546d6a374fc2fadc68b5075c(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__22c8f6686d215b587bfd0797771d1a2eb34eb1dc65ab25741165cb8004307570(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__10b9a29393853342793b208475c5a761ce07e777a35c86fe192785aeded245b1(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__aa5dce15850228e8f0715dc6b778c6814800a36f03ee372bfc53e9a0ecb9d00b(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d2299c7a442969af396a90c0e1e3a6172f27f95b39e3450fec5a8b019fb1c9d2(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3748bfeda9e1e25f8e900b67d4bcda58fbdcbd032a4a95ac8ede5d879c8a9cdf(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__698f5bd08a8eae4e83d889801d58a0d6126a8563d02d155746fa0ad6db41b1db(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__27859c3e22a69e524b8cdb74011cc6f00fa4af56f8063c970b18cfda5b404044(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f1c7b32224885342597ec8902304e793c144d6a98794149baa9e07481e0e520c(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__645be69fd46c99f7c47bf396659b175fa4f276167ef23689ad439b9a04d4c3e2(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d3fa6a09813e3904246cc3b0b58d188454ae7f40f4407b6e6fcf58e39a55aaec(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__0ab85082d3c3297366d5da209888ce33ae7641f2f2f0116208a5ce1703b7ec21(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__9a583d7ab77d921a64cf551dc7ca88b9d1251253b98a92f5a73769c281870ef9(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__48edbafe79759c0b10cf2fdda0f67679a32ba47deb4d02adf4883ada3bcd77b7(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ee8baf1f0e5e59b1a79320d5e3c98177b689d59959541a9b460b86bae2c3aecc(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__11eaa6742bedba0e0f12b2612599800666741159dd71eb9afc334dcb8ab5d552(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6f07a3b35217a5146a6f99600a111ae5ac99d3bcfbf77c56c33753d560160cad(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f5b68b20cd512f3f12d58c77ba943c96697fe79b45aabe2218fa596e5998c499(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6a53c261d0ff97e4bf13bebc8e6719d32cf75e452ba519f5f12473c986af9eac(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__453380f241f1768411900e98631aafc382b0ef1cff9e482416cf0334c12658bf(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e88aca0ac1c154bc86a8d305d894b9c8a8310e05cb7679947bbb278e748ae931(
    *,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    data_connector_last_entry_package: builtins.str,
    data_connector_package: builtins.str,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_cloud: builtins.str,
    inter_cloud_token: builtins.str,
    remote_reader_last_entry_url: builtins.str,
    remote_reader_url: builtins.str,
    alarms: typing.Any = None,
    architecture: typing.Optional[builtins.str] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    local_hot_reader_last_entry_name: typing.Optional[builtins.str] = None,
    local_hot_reader_name: typing.Optional[builtins.str] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    remote_reader_max_retries: typing.Optional[jsii.Number] = None,
    remote_reader_timeout_seconds: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass
